import { checkLayers } from './checks/layers.mjs';
import { checkSizes } from './checks/sizes.mjs';
import { checkWords } from './checks/words.mjs';

const problems = [...checkLayers(), ...checkWords(), ...checkSizes()];
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} places depart from the house's rules (ARCHITECTURE.md).`);
  process.exit(1);
}
console.log('Layers, words and sizes hold.');
