// Runs before the first paint, so that a chosen theme does not flash. Not inline: the policy allows no inline script.
(() => {
  try {
    const choice = localStorage.getItem('ctxpipe.theme');
    if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
  } catch {
    // Storage is closed to us: the system's theme stays.
  }
})();
