import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { clients, fetchedInto } from './fetched.ts'

/** `npm run clients`: fetches ComfyUI's clients that tests run unmodified, with npm. Their install scripts do not run. */
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
process.exitCode = status ?? 1
