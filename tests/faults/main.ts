import { parseArgs } from 'node:util'
import { diskFaults } from './disk-faults.ts'
import { engineFaults } from './engine-faults.ts'
import { killAgainAndAgain } from './kills.ts'
import { freshHome, startProgram } from './program.ts'
import { follow } from './runs.ts'
import { startFaults } from './start-faults.ts'

const usage = `npm run faults -- [--only TEXT] [--kills N]

Makes things go wrong around a running program and checks what must hold: an error is a sentence, the next run works, and
nothing that was acknowledged is lost.

  --only TEXT   only faults whose name has this text
  --kills N     kill the program N times at random moments (default 20; 1000 take two hours)
`

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    kills: { type: 'string', default: '20' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}

let failed = 0
async function attempt(name: string, fault: () => Promise<string | undefined>): Promise<void> {
  if (!name.includes(values.only)) return
  try {
    const why = await fault()
    process.stdout.write(
      `${why === undefined ? 'held     ' : 'not tried'}  ${name}${why === undefined ? '' : `: ${why}`}\n`,
    )
  } catch (error) {
    failed++
    process.stdout.write(`FAILED     ${name}\n           ${error instanceof Error ? error.message : error}\n`)
  }
}

const program = await startProgram(freshHome())
const runs = follow(program)
for (const fault of [...engineFaults, ...diskFaults]) await attempt(fault.name, () => fault.try(program, runs))
await program.end()
for (const fault of startFaults) await attempt(fault.name, fault.try)
const kills = Number(values.kills)
await attempt(
  `killed ${kills} times while it edits, changes settings, queues and runs: nothing acknowledged is lost`,
  async () => {
    const counts = await killAgainAndAgain(kills, done => {
      if (done % 20 === 0) process.stderr.write(`${done} kills …\n`)
    })
    process.stdout.write(`           acknowledged: ${counts}\n`)
    return undefined
  },
)
process.exitCode = failed > 0 ? 1 : 0
