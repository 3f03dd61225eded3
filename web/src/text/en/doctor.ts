export const doctor = {
  title: 'Doctor',
  lead: 'Looks at everything that the mirror needs, and says what is wrong, why it matters and what to do. It changes nothing.',
  reading: 'Looking; this asks the connected products and takes a few seconds',
  again: 'Look again',
  lookedAt: 'Looked',
  states: { ok: 'Fine', warn: 'Look at this', fail: 'Broken' },
  verdicts: {
    ok: 'All is well',
    warn: (n: number) => (n === 1 ? 'One thing to look at' : `${n} things to look at`),
    fail: (n: number) => (n === 1 ? 'One thing is broken' : `${n} things are broken`),
  },
  why: 'Why it matters',
  next: 'What to do',
  groups: { deployment: 'This deployment', organization: 'This organization' },
  fine: (n: number) => (n === 1 ? 'One thing is fine' : `${n} things are fine`),
  onlyOrganization: 'Machine, network and configuration are shown to owners of the first organization.',
};
