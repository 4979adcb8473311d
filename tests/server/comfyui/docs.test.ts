import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../../server/comfyui/routes.ts'
import { prompt, secret, startServer } from './server.ts'

const path = fileURLToPath(new URL('../../../docs/api.md', import.meta.url))
const markdown = readFileSync(path, 'utf8')
const run = promisify(execFile)

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

test('docs/api.md lists every address of the API, with what differs from ComfyUI', () => {
  const rows = routes.map(({ method, path: address, about, differs = '' }) => {
    const shown = `${method} ${address.replaceAll(/:(\w+)/g, '{$1}')}`
    return `| \`${shown}\` | ${about} | ${differs} |`
  })
  const table = ['| address | what it does | what differs from ComfyUI |', '|---|---|---|', ...rows].join('\n')
  const [before, after] = markdown.split(/(?<=<!-- routes: .*-->\n)[\s\S]*(?=<!-- end of routes -->)/) as [
    string,
    string,
  ]
  const expected = `${before}\n${table}\n\n${after}`
  if (process.env.UPDATE_DOCS) writeFileSync(path, expected)
  else expect(markdown).toBe(expected)
})

/** The programs that are shown, by the language of their block. */
const example = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(markdown)![1]!

test.each([
  ['TypeScript', 'ts', [process.execPath, 'client.ts']],
  ['Python', 'python', ['python3', 'client.python']],
  ['curl', 'sh', ['sh', 'client.sh']],
] as const)('the client in %s of docs/api.md makes a picture', async (name, language, [command, ...args]) => {
  const tool = name === 'curl' ? 'curl' : command
  const isHere = await run(tool, ['--version']).then(
    () => true,
    () => false,
  )
  if (!isHere) return console.warn(`${tool} is not installed: the client in ${name} was not run.`)
  const folder = mkdtempSync(join(tmpdir(), 'leapgraph-client-'))
  await writeFile(join(folder, `client.${language}`), example(language))
  await writeFile(join(folder, 'prompt.json'), JSON.stringify(prompt(language.length)))
  const env = { ...process.env, LEAPGRAPH: `http://127.0.0.1:${server.port}`, TOKEN: secret }
  await run(command, args, { cwd: folder, env })
  const { format, width } = await sharp(await readFile(join(folder, 'picture.png'))).metadata()
  expect({ format, width }).toEqual({ format: 'png', width: 64 })
})
