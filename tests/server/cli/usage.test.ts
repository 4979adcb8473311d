import { expect, test } from 'vitest'
import { usage, usageOf } from '../../../server/cli/usage.ts'

const commands = [...usage.matchAll(/^ {2}leapgraph (\w+)/gm)].map(([, command]) => command!)

test.each(commands)('the help of %s is its own line and its own options', command => {
  const help = usageOf(command)
  expect([...help.matchAll(/leapgraph (\w+)/g)].map(([, named]) => named)).toEqual([command])
  expect([...help.matchAll(/options of (\w+)/g)].every(([, named]) => named === command)).toBe(true)
})

test('the help of run and serve has their options', () => {
  expect(usageOf('run')).toContain('--sweep')
  expect(usageOf('serve')).toContain('--port N')
  expect(usageOf('serve')).not.toContain('--sweep')
})
