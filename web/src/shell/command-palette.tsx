import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { connectorsQuery } from '../api/setup.ts';
import { t } from '../text/en.ts';
import { classes } from '../ui/classes.ts';
import { chooseTheme } from './theme.ts';
import { useIsAdmin, useOrg } from './use-org.ts';

interface Command {
  readonly name: string;
  readonly group: string;
  readonly run: () => void;
}

function useCommands(text: string): readonly Command[] {
  const org = useOrg();
  const isAdmin = useIsAdmin();
  const navigate = useNavigate();
  const { data: connectors = [] } = useQuery(connectorsQuery(org));
  const { nav } = t.common;
  const to = (path: string) => () => void navigate({ to: `/o/${org}${path}` });
  const all: Command[] = [
    { name: nav.overview, group: nav.workspace, run: to('') },
    { name: nav.search, group: nav.workspace, run: to('/search') },
    { name: nav.graph, group: nav.workspace, run: to('/graph') },
    { name: nav.wikiHealth, group: nav.workspace, run: to('/wiki-health') },
    ...connectors
      .filter(({ role }) => role === 'source')
      .flatMap(({ id, name }): Command[] => [
        { name, group: nav.connections, run: to(`/connections/${id}`) },
        { name: `${name}: ${t.connection.tabs.runs}`, group: nav.connections, run: to(`/connections/${id}/runs`) },
        { name: `${name}: ${t.connection.tabs.pages}`, group: nav.connections, run: to(`/connections/${id}/pages`) },
        ...(isAdmin
          ? [
              {
                name: `${name}: ${t.connection.tabs.settings}`,
                group: nav.connections,
                run: to(`/connections/${id}/settings`),
              },
            ]
          : []),
        { name: `${name}: ${t.connection.setup}`, group: nav.connections, run: to(`/setup/${id}`) },
      ]),
    { name: nav.agents, group: nav.workspace, run: to('/agents') },
    { name: nav.repositories, group: nav.workspace, run: to('/repositories') },
    { name: nav.members, group: nav.workspace, run: to('/members') },
    ...(isAdmin
      ? [
          { name: nav.audit, group: nav.workspace, run: to('/audit') },
          { name: nav.doctor, group: nav.workspace, run: to('/doctor') },
        ]
      : []),
    { name: nav.organization, group: nav.workspace, run: to('/organization') },
    { name: nav.api, group: nav.workspace, run: to('/reference') },
    { name: `${t.common.theme}: ${t.common.themeLight}`, group: t.common.theme, run: () => chooseTheme('light') },
    { name: `${t.common.theme}: ${t.common.themeDark}`, group: t.common.theme, run: () => chooseTheme('dark') },
    { name: `${t.common.theme}: ${t.common.themeSystem}`, group: t.common.theme, run: () => chooseTheme('system') },
  ];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  return text.trim() === ''
    ? found
    : [
        ...found,
        {
          name: `${nav.search}: ${text.trim()}`,
          group: nav.search,
          run: () => void navigate({ to: '/o/$org/search', params: { org }, search: { q: text.trim() } }),
        },
      ];
}

function Commands({ onClose }: Readonly<{ onClose: () => void }>) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const commands = useCommands(text);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = Math.min(at, commands.length - 1);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const run = (index: number) => {
    onClose();
    commands[index]?.run();
  };
  return (
    <>
      <input
        // A palette is opened to be typed into.
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={commands.length > 0 ? `${id}-${current}` : undefined}
        aria-label={t.common.commands}
        placeholder={t.common.commandsPlaceholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt((current + 1) % commands.length);
          else if (event.key === 'ArrowUp') setAt((current - 1 + commands.length) % commands.length);
          else if (event.key === 'Enter') run(current);
          else return;
          event.preventDefault();
        }}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-ink-3"
      />
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={t.common.commands}
        className="max-h-[50vh] overflow-y-auto p-1.5"
      >
        {commands.map((command, index) => (
          <div
            key={`${command.group}${command.name}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            onMouseMove={() => setAt(index)}
            onClick={() => run(index)}
            className={classes(
              'flex h-9 cursor-pointer items-center justify-between gap-4 rounded-md px-2.5 text-sm',
              index === current && 'bg-hover',
            )}
          >
            <span className="truncate">{command.name}</span>
            <span className="text-xs text-ink-2">{command.group}</span>
          </div>
        ))}
      </div>
      {commands.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-2">{t.common.commandsNone}</p>
      ) : null}
    </>
  );
}

/** Every page and a few actions by name, without the mouse. */
export function CommandPalette({ open, onClose }: Readonly<{ open: boolean; onClose: () => void }>) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !ref.current?.open) ref.current?.showModal();
    if (!open && ref.current?.open) ref.current.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-label={t.common.commands}
      onClose={onClose}
      onMouseDown={(event) => event.target === ref.current && onClose()}
      className="mx-auto mt-[12vh] w-[calc(100vw-2rem)] max-w-xl rounded-lg border border-line bg-raised p-0 shadow-pop"
    >
      {open ? <Commands onClose={onClose} /> : null}
    </dialog>
  );
}
