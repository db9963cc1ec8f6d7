// Makes the pages' styles and scripts in the folder given: ledger.css, govuk.js, moj.js, ledger.js, mark.svg; and below it, in charts, what draws charts on the server.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const packages = join(here, '..', 'node_modules')
const to = process.argv[2]
const sass = createRequire(import.meta.url)('sass')
// Without a byte order mark: in the middle of the file it would spoil the rule behind it.
const styles = (name) => sass.compile(join(here, name), { loadPaths: [packages, join(here, '..')], style: 'compressed', charset: false, quietDeps: true }).css

mkdirSync(to, { recursive: true })
writeFileSync(join(to, 'ledger.css'), styles('moj.scss') + styles('ledger.scss'))
copyFileSync(join(packages, 'govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'), join(to, 'govuk.js'))
copyFileSync(join(packages, '@ministryofjustice', 'frontend', 'moj', 'moj-frontend.min.js'), join(to, 'moj.js'))
for (const own of ['ledger.js', 'mark.svg']) copyFileSync(join(here, own), join(to, own))

mkdirSync(join(to, 'charts'), { recursive: true })
copyFileSync(join(packages, 'echarts', 'dist', 'echarts.common.min.js'), join(to, 'charts', 'echarts.js'))
