/**
 * A page that is known to be restricted leaves index and graph with the row of the ledger that says so, whatever becomes of
 * its file: a pull request that removes it may wait for long.
 */
export const restrictedPages = `
create function withdraw_restricted_page() returns trigger language plpgsql as $$
declare
  ids text[];
  edges bigint[];
  nodes bigint[];
begin
  select array_agg(id) into ids from documents
    where org_id = new.org_id and page_id = new.page_id and space_key = new.space_key;
  if ids is null then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('graph:' || new.org_id, 0));
  with gone as (
    delete from graph_evidence using documents
    where documents.id = any(ids) and graph_evidence.repository_id = documents.repository_id
      and graph_evidence.path = documents.path
    returning edge_id)
  select coalesce(array_agg(edge_id), '{}') into edges from gone;
  with gone as (
    delete from graph_entity_claims using documents
    where documents.id = any(ids) and graph_entity_claims.repository_id = documents.repository_id
      and graph_entity_claims.path = documents.path
    returning node_id)
  select coalesce(array_agg(distinct node_id), '{}') into nodes from gone;
  perform graph_sweep(edges, nodes);
  perform index_forget(new.org_id, ids);
  delete from documents where id = any(ids);
  return null;
end
$$;
create trigger ledger_pages_withdraw after insert or update of state, reason on ledger_pages
  for each row when (new.state = 'skipped' and new.reason = 'restricted') execute function withdraw_restricted_page();
`;
