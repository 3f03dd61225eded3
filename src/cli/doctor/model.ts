import type { Embeddings } from '../../core/ports/embeddings.ts';
import type { Embedder } from '../../core/roles/embedder.ts';
import { brokenBy, type Check, healthy } from './finding.ts';

/** The model that gives texts their vectors, where one is configured, and how many texts wait for it. */
export function modelChecks(
  embedder: Embedder | null,
  embeddings: Pick<Embeddings, 'backlog'> | undefined,
): readonly Check[] {
  if (!embedder || !embeddings) return [];
  return [
    {
      name: 'embeddings',
      async look(signal) {
        try {
          await embedder.embed(['ctx'], signal);
        } catch (error) {
          return brokenBy(
            'embeddings',
            error,
            'Answers are ranked by words alone, and new texts wait for their vectors.',
          );
        }
        return healthy(
          'embeddings',
          `The model answers. Texts that wait for a vector: ${await embeddings.backlog(embedder.model)}.`,
        );
      },
    },
  ];
}
