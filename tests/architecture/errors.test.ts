import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rooms = ['graph', 'engine', 'nodes', 'runtime', 'server', 'electron', 'renderer', 'tests/runtime']

/** Every class of errors in the tree, with what its body begins with. */
const classes = rooms.flatMap(room =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .flatMap(name => [
      ...readFileSync(join(root, room, name), 'utf8').matchAll(/^(?:export )?class (\w+) extends \w*Error \{\n(.*)/gm),
    ])
    .map(([, name, first]) => [name!, first!.trim()] as const),
)

test('the error classes are found', () => expect(classes.length).toBeGreaterThan(10))

/** A stack trace, a log and an error that crosses between processes then say what kind of error it is. */
test.each(classes)('%s carries its name', (name, first) => {
  if (name === 'EngineError')
    expect(first).toBe('override readonly name: string') // that of the error it stands for
  else expect(first).toMatch(new RegExp(`^override readonly name(: string)? = '${name}'$`))
})
