import { useQuery } from '@tanstack/react-query';
import { capabilitiesQuery, connectorsQuery, type RepositoryHost, repositoryHostQuery } from '../../api/setup.ts';

export interface HostState {
  /** null: none is connected yet; undefined: not known yet. */
  readonly host: RepositoryHost | null | undefined;
  /** What can be connected where nothing is. */
  readonly offered: { readonly id: string; readonly name: string } | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  refetch(): void;
}

/** The repository host of an organization: one that is live before one that is not. */
export function useHost(org: string): HostState {
  const list = useQuery(connectorsQuery(org));
  const { data: capabilities } = useQuery(capabilitiesQuery(org));
  const hosts = list.data?.filter(({ role }) => role === 'repositories') ?? [];
  const chosen = hosts.find(({ status }) => status === 'live') ?? hosts[0];
  const one = useQuery({ ...repositoryHostQuery(org, chosen?.id ?? ''), enabled: chosen !== undefined });
  return {
    host: chosen ? one.data : list.data ? null : undefined,
    offered: capabilities?.connectors.find(({ role }) => role === 'repositories'),
    error: list.error ?? (chosen ? one.error : null),
    isFetching: list.isFetching || one.isFetching,
    refetch: () => {
      void list.refetch();
      if (chosen) void one.refetch();
    },
  };
}
