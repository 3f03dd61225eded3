/** A space that cannot be written: what is wrong, where, and what to do. */
export class ExportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExportError';
  }
}

/** What a failure of reading or writing means to a person; what is none stays as it is. `place`: where it happened. */
export function asExportError(error: unknown, place: string): unknown {
  if (error instanceof ExportError) return error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') {
    return new ExportError('The archive is damaged or cut off; export the space again.');
  }
  if (syscall === undefined) return error;
  return new ExportError(`${path ?? place} cannot be read or written (${code}); check the path and its permissions.`);
}
