import type { List, ListItem, RootContent } from 'mdast';
import { placeholder } from '../constructs/placeholder.ts';
import { paragraph, text } from '../constructs/text.ts';
import type { Macro } from '../types.ts';
import { namesOf } from './names.ts';
import { parameter } from './parameter.ts';
import { standIn } from './stand-in.ts';

/** Bars and lanes that a plan may have; more than this is no plan that anybody drew. */
const MAX_PARTS = 2000;

interface Bar {
  readonly title?: unknown;
  readonly startDate?: unknown;
  readonly description?: unknown;
}

interface Plan {
  readonly lanes?: readonly { readonly title?: unknown; readonly bars?: readonly Bar[] }[];
  readonly markers?: readonly { readonly title?: unknown; readonly markerDate?: unknown }[];
}

function planOf(source: string | undefined): Plan | null {
  if (!source) return null;
  try {
    const plan: unknown = JSON.parse(source.startsWith('%') ? decodeURIComponent(source) : source);
    return typeof plan === 'object' && plan !== null ? (plan as Plan) : null;
  } catch {
    return null;
  }
}

const day = (value: unknown) => (typeof value === 'string' ? value.slice(0, 10) : '');
const words = (...parts: readonly unknown[]) =>
  parts.filter((part): part is string => typeof part === 'string' && part.trim() !== '').join(' – ');

function item(words: string, below: readonly List[]): ListItem {
  return { type: 'listItem', checked: null, spread: false, children: [paragraph([text(words)]), ...below] };
}

function list(children: List['children']): List[] {
  return children.length > 0 ? [{ type: 'list', ordered: false, start: null, spread: false, children }] : [];
}

/** Lanes with their bars, and the markers, as a list in two levels. */
function planList(plan: Plan): RootContent[] {
  const lanes = Array.isArray(plan.lanes) ? plan.lanes.slice(0, MAX_PARTS) : [];
  const markers = Array.isArray(plan.markers) ? plan.markers.slice(0, MAX_PARTS) : [];
  const items = lanes.map((lane) => {
    const bars = (Array.isArray(lane?.bars) ? lane.bars.slice(0, MAX_PARTS) : []).map((bar: Bar) =>
      item(words(bar?.title, day(bar?.startDate), bar?.description), []),
    );
    return item(words(lane?.title), list(bars));
  });
  const marks = markers.map((mark) => item(words(mark?.title, day(mark?.markerDate)), []));
  return list([...items, ...marks]);
}

/** Plans and reports of tasks and decisions. */
export const planning: readonly Macro[] = [
  {
    names: ['roadmap', 'roadmap-planner', 'roadmap_planner'],
    becomes: 'A placeholder with its title, below it lanes, bars and markers as a list',
    rule: (call, context) => {
      const plan = planOf(parameter(call, 'source'));
      if (!plan) return standIn(call, context);
      const title = parameter(call, 'title');
      const shown = placeholder(call.name, title ? { title } : {}, context, call.where, call.inline);
      return [...shown, ...planList(plan)];
    },
  },
  {
    names: namesOf(`
      tasks-report-macro tasks-report task-report taskreport tasklist dynamictasklist dynamictasklist2
      decisionreport decision-report decisions decision calendar team-calendar teamcalendars gantt countdown
    `),
    becomes: 'A placeholder with its name and parameters, its body below',
    rule: (call, context) => standIn(call, context),
  },
  {
    names: ['chart', 'chart-macro', 'table-chart', 'pivot-table', 'table-pivot', 'chart-from-table'],
    becomes: 'A placeholder with its kind and title, below it the table that it is drawn from',
    rule: (call, context) => {
      const type = parameter(call, 'type');
      const title = parameter(call, 'title');
      return standIn(call, context, { ...(type ? { type } : {}), ...(title ? { title } : {}) });
    },
  },
];
