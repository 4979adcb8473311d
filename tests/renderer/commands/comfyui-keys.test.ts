import { expect, test } from 'vitest'
import { commandsOf } from '../../../renderer/commands/all-commands.ts'
import { browserKeys, comfyuiKeys } from '../../../renderer/commands/comfyui-keys.ts'
import { nodeViews } from '../../../renderer/views/node-views.ts'

const commands = commandsOf({ nodeViews })

test.each(comfyuiKeys)('%s (%s) is %s', (keys, _, here) => {
  const command = commands.find(({ id }) => id === here)
  if (command) expect(command.keys).toContain(keys)
  else expect(['gesture', 'prompt'].includes(here) || here.endsWith('.')).toBe(true)
})

test('a command with a key that browsers keep has another one', () => {
  const kept = commands.filter(({ keys = [] }) => keys.some(key => browserKeys.has(key)))
  expect(kept.map(({ id }) => id)).toEqual(['file.new', 'file.close'])
  for (const { keys = [] } of kept) expect(keys.some(key => !browserKeys.has(key))).toBe(true)
})

test('docs/comfyui-keys.md has this table and the keys of all commands', async () => {
  // A key that is a backtick itself is between two of them.
  const code = (keys: string) => (keys.includes('`') ? `\`\` ${keys} \`\`` : `\`${keys}\``)
  const titleOf = (here: string) => commands.find(({ id }) => id === here)?.title
  const theirs = comfyuiKeys.map(([keys, does, here]) => {
    const ours = titleOf(here)
    return `| ${keys.includes('`') ? code(keys) : keys} | ${does} | ${['gesture', 'prompt'].includes(here) ? 'the same' : ours ? `the same: ${ours}` : here} |`
  })
  const ours = commands
    .filter(({ keys = [] }) => keys.length > 0)
    .map(({ group, title, keys = [] }) => `| ${group} | ${title} | ${keys.map(code).join(' ')} |`)
  const page = `# ComfyUI’s keys and gestures, and Leapgraph’s

Made from the table in [comfyui-keys.ts](../renderer/commands/comfyui-keys.ts) and the list of commands by
\`npx vitest run tests/renderer/commands -u\`. The keys of ComfyUI are those of its newest front end (2026) and, where they
do not contradict it, of earlier ones. On a Mac, Ctrl is Command and Alt is Option. Settings › Shortcuts changes the keys of a command.

| In ComfyUI | it does | In Leapgraph |
|---|---|---|
${theirs.join('\n')}

## All keys of commands

In a browser, ${[...browserKeys].map(code).join(', ')} stay the browser’s own.

| Group | Command | Keys |
|---|---|---|
${ours.join('\n')}
`
  await expect(page).toMatchFileSnapshot('../../../docs/comfyui-keys.md')
})
