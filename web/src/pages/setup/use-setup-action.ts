import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';

/** A change to the set-up; everything that is shown of the organization is read again after it. */
export function useSetupAction<Input = void, Answer = unknown>(
  org: string,
  act: (input: Input) => Promise<Answer>,
  after?: (answer: Answer) => void,
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ['org', org] });
      after?.(answer);
    },
  });
}
