import { expect, test } from 'vitest'
import { commandsOf } from '../../../renderer/commands/all-commands.ts'
import { browserKeys, comfyuiKeys } from '../../../renderer/commands/comfyui-keys.ts'
import { nodeViews } from '../../../renderer/views/node-views.ts'

const commands = commandsOf({ nodeViews })

test.each(comfyuiKeys)('%s (%s) is %s', (keys, _, here) => {
  const command = commands.find(({ id }) => id === here)
  if (command) expect(command.keys).toContain(keys)
  else expect(here === 'gesture' || here.endsWith('.')).toBe(true)
})

test('a command with a key that browsers keep has another one', () => {
  const kept = commands.filter(({ keys = [] }) => keys.some(key => browserKeys.has(key)))
  expect(kept.map(({ id }) => id)).toEqual(['file.new', 'file.close'])
  for (const { keys = [] } of kept) expect(keys.some(key => !browserKeys.has(key))).toBe(true)
})
