import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { clients, fetchedInto, frontEnd, frontEndInto, frontEndPage } from './fetched.ts'

/**
 * `npm run clients`: fetches ComfyUI's clients that tests run unmodified, with npm, and its page, with pip. Their install
 * scripts do not run.
 */
mkdirSync(fetchedInto, { recursive: true })
const install = ['install', '--prefix', fetchedInto, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
const { status } = spawnSync(
  'npm',
  [...install, ...Object.entries(clients).map(([name, version]) => `${name}@${version}`)],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  },
)
if (!existsSync(frontEndPage)) {
  const target = ['--target', frontEndInto, '--no-deps', '--only-binary=:all:', `${frontEnd.name}==${frontEnd.version}`]
  spawnSync('python3', ['-m', 'pip', 'install', ...target], { stdio: ['ignore', 'inherit', 'inherit'] })
}
process.exitCode = existsSync(frontEndPage) ? (status ?? 1) : 1
