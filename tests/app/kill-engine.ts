import { execFileSync } from 'node:child_process'
import { expect } from '@playwright/test'

/** Kills the engine process of the program that uses a folder, as running out of memory does. */
export function killEngineOf(userFolder: string): void {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap(line => {
      const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
      return found ? [{ pid: Number(found[1]), parent: Number(found[2]), command: found[3]! }] : []
    })
  const programs = processes.filter(({ command }) => command.includes(userFolder) && /main\.ts|boot\.cjs/.test(command))
  const engines = processes.filter(
    ({ parent, command }) => programs.some(({ pid }) => pid === parent) && /engine-process/.test(command),
  )
  expect(engines).toHaveLength(1)
  process.kill(engines[0]!.pid, 'SIGKILL')
}
