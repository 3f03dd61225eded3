import { useQuery } from '@tanstack/react-query';
import { Download, Search } from 'lucide-react';
import { useState } from 'react';
import { type OpenApiDocument, type OpenApiOperation, openApiQuery } from '../../api/organization.ts';
import { formatCount } from '../../format/format.ts';
import { useTitle } from '../../shell/title.ts';
import { useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { CopyBlock } from '../../ui/copy.tsx';
import { SearchBox } from '../../ui/field.tsx';
import { Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';

const text = t.organization.api;

interface Operation extends OpenApiOperation {
  readonly method: string;
  readonly path: string;
}

function operationsOf(document: OpenApiDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
}

function exampleOf({ method, path, requestBody }: Operation, org: string): string {
  const filled = path.replace('{orgSlug}', org);
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${location.origin}${filled}' \\`,
    `  -H 'x-api-key: ctx_…'${requestBody ? ' \\' : ''}`,
    ...(requestBody ? ["  -H 'content-type: application/json' \\", "  -d '{}'"] : []),
  ].join('\n');
}

function Details({ operation, org }: Readonly<{ operation: Operation; org: string }>) {
  const { parameters = [], requestBody, responses = {} } = operation;
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  return (
    <div className="flex flex-col gap-4 border-t border-line px-4 py-3 text-sm">
      {parameters.length > 0 ? (
        <div>
          <h2 className="mb-1 text-xs font-medium text-ink-2">{text.parameters}</h2>
          <ul className="flex flex-col gap-0.5">
            {parameters.map((parameter) => (
              <li key={`${parameter.in}${parameter.name}`}>
                <code className="font-mono text-xs">{parameter.name}</code>{' '}
                <span className="text-xs text-ink-2">
                  {[
                    parameter.in,
                    parameter.schema?.type,
                    parameter.required ? text.required : null,
                    parameter.description,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {schema ? (
        <div>
          <h2 className="mb-1 text-xs font-medium text-ink-2">{text.body}</h2>
          <CopyBlock text={JSON.stringify(schema, null, 2)} label={text.body} />
        </div>
      ) : null}
      <div>
        <h2 className="mb-1 text-xs font-medium text-ink-2">{text.answers}</h2>
        <ul>
          {Object.entries(responses).map(([status, { description }]) => (
            <li key={status}>
              <code className="font-mono text-xs">{status}</code> <span className="text-ink-2">{description}</span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h2 className="mb-1 text-xs font-medium text-ink-2">{text.example}</h2>
        <CopyBlock text={exampleOf(operation, org)} label={text.example} />
      </div>
    </div>
  );
}

function OperationItem({ operation, org }: Readonly<{ operation: Operation; org: string }>) {
  const [open, setOpen] = useState(false);
  const access = operation['x-access'];
  return (
    <details className="rounded-lg border border-line" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-hover">
        <span className="w-14 font-mono text-xs font-semibold text-accent uppercase">{operation.method}</span>
        <code className="min-w-0 font-mono text-xs break-all">{operation.path}</code>
        <span className="text-sm text-ink-2 sm:ml-auto">{operation.summary}</span>
        {access ? <Badge>{access}</Badge> : null}
      </summary>
      {open ? <Details operation={operation} org={org} /> : null}
    </details>
  );
}

/** The server's own description of its interface, to read and try. */
export function ApiPage() {
  useTitle(text.title);
  const org = useOrg();
  const [filter, setFilter] = useState('');
  const { data, error, refetch } = useQuery(openApiQuery);
  const all = data ? operationsOf(data) : [];
  const shown = all.filter(({ path, summary, method }) =>
    `${method} ${path} ${summary ?? ''}`.toLowerCase().includes(filter.toLowerCase()),
  );
  return (
    <Page>
      <PageHeader
        title={text.title}
        lead={text.lead}
        actions={
          <a href="/openapi.json" download className={buttonClass()}>
            <Download aria-hidden className="size-3.5" />
            {text.download}
          </a>
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <SearchBox
          className="w-full sm:w-80"
          label={text.filter}
          placeholder={text.filter}
          icon={<Search className="size-3.5" />}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        {data ? <p className="text-sm text-ink-2">{text.count(formatCount(shown.length))}</p> : null}
      </div>
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data && shown.length === 0 ? <p className="text-sm text-ink-2">{text.none}</p> : null}
      <div className="flex flex-col gap-2">
        {shown.map((operation) => (
          <OperationItem key={`${operation.method}${operation.path}`} operation={operation} org={org} />
        ))}
      </div>
    </Page>
  );
}
