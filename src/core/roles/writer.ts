/** Writes prose from instructions and material: a language model that the operator configured. Throws Problem. */
export interface Writer {
  write(
    request: { readonly instructions: string; readonly material: string; readonly mostTokens: number },
    signal?: AbortSignal,
  ): Promise<string>;
}
