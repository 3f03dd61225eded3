/** The line of figures that a demonstration ends with; every figure is measured in its run. */
export interface DemoResult {
  ok: boolean;
  /** What failed, in words; absent where nothing did. */
  problems?: string[];
  seconds: number;
  world: string;
  provision: { status: string; appId: string; steps: { name: string; seconds: number }[] };
  configPullRequest: { number: number; url: string; merged: boolean };
  sync: {
    pages: number;
    attachments: number;
    failed: number;
    skipped: number;
    commit: string;
    seconds: number;
    confluenceRequests: number;
    githubRequests: number;
    pushes: number;
    peakRssMb: number;
  };
  repository: string;
  branch: string;
  event: { pageId: string; secondsToCommit: number; secondsToSearchable: number };
  move: { renamesInGit: number };
  trash: { removed: number };
  index: { documents: number; chunks: number };
  graph: { nodes: number; edges: number };
  answer: {
    tool: string;
    question: string;
    passages: number;
    citations: { pageUrl: string; version: number; path: string; commit: string; lines: [number, number] }[];
  };
  secretsFound: number;
}

export function emptyResult(world: string): DemoResult {
  return {
    ok: false,
    seconds: 0,
    world,
    provision: { status: 'idle', appId: '', steps: [] },
    configPullRequest: { number: 0, url: '', merged: false },
    sync: {
      pages: 0,
      attachments: 0,
      failed: 0,
      skipped: 0,
      commit: '',
      seconds: 0,
      confluenceRequests: 0,
      githubRequests: 0,
      pushes: 0,
      peakRssMb: 0,
    },
    repository: '',
    branch: '',
    event: { pageId: '', secondsToCommit: 0, secondsToSearchable: 0 },
    move: { renamesInGit: 0 },
    trash: { removed: 0 },
    index: { documents: 0, chunks: 0 },
    graph: { nodes: 0, edges: 0 },
    answer: { tool: '', question: '', passages: 0, citations: [] },
    secretsFound: 0,
  };
}
