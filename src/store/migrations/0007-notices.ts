/** Channel of change notices for watching pages; the payload is `{orgId, connectionId, topic}` as JSON. */
export const CHANGE_CHANNEL = 'ctxpipe_change';
/** Channel on which the database says that the dispatcher has something to look at; the payload is free. */
export const DISPATCH_CHANNEL = 'ctxpipe_intake';

/**
 * What rows say when they change. Every way of writing them is heard of, in whatever process, and
 * only once committed; the server merges equal notices of one transaction.
 */
export const notices = `
create function tell_change() returns trigger language plpgsql as $$
declare
  changed record := coalesce(new, old);
  connection text := case tg_table_name when 'connections' then to_jsonb(changed) ->> 'id'
    else to_jsonb(changed) ->> 'connection_id' end;
begin
  perform pg_notify('${CHANGE_CHANNEL}', json_build_object(
    'orgId', changed.org_id, 'connectionId', connection, 'topic', tg_argv[0])::text);
  return null;
end
$$;

create function tell_dispatcher() returns trigger language plpgsql as $$
begin
  perform pg_notify('${DISPATCH_CHANNEL}', new.connection_id);
  return null;
end
$$;

create trigger connections_tell after insert or update or delete on connections
  for each row execute function tell_change('connection');
create trigger grants_tell after insert or delete or update of state, account_id on grants
  for each row execute function tell_change('connection');
create trigger claims_tell after insert or delete on claims
  for each row execute function tell_change('connection');
create trigger provisions_tell after insert or update on provisions
  for each row execute function tell_change('provision');
create trigger runs_tell after insert or update on runs
  for each row execute function tell_change('run');
create trigger journal_tell after insert on journal
  for each row execute function tell_change('event');
create trigger repositories_tell after insert or update or delete on repositories
  for each row execute function tell_change('index');

create trigger journal_dispatch after insert on journal
  for each row execute function tell_dispatcher();
create trigger runs_dispatch after update of state on runs
  for each row when (old.state = 'running' and new.state <> 'running') execute function tell_dispatcher();
create trigger repositories_dispatch after insert or update of head_commit on repositories
  for each row when (new.head_commit is distinct from new.indexed_commit) execute function tell_dispatcher();
`;
