import { z } from 'zod';
import { installationAri } from './app-ari.ts';

const listed = z.array(
  z.object({
    id: z.string(),
    environment: z.string(),
    site: z.string(),
    product: z.string(),
    /** Such as `2 (Latest)` or `2 (Out-of-date)`. */
    majorVersion: z.string().catch(''),
    status: z.string().catch(''),
  }),
);

export interface ListedInstallation {
  readonly id: string;
  readonly environment: string;
  readonly site: string;
  readonly product: string;
  readonly latest: boolean;
}

/** Reads what `install list --json` printed; warnings stand before it on the same stream. Empty for anything else. */
export function readInstallations(output: string): readonly ListedInstallation[] {
  const start = output.search(/^\[/m);
  const end = output.lastIndexOf(']');
  if (start < 0 || end < start) return [];
  let value: unknown;
  try {
    value = JSON.parse(output.slice(start, end + 1));
  } catch {
    return [];
  }
  const parsed = listed.safeParse(value);
  return (parsed.data ?? []).map(({ id, environment, site, product, majorVersion, status }) => ({
    id: installationAri(id) ?? id,
    environment,
    site: site.replace(/^https?:\/\//, '').toLowerCase(),
    product,
    latest: majorVersion.includes('(Latest)') && !/outdated/i.test(status),
  }));
}
