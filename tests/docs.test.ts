import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root, users } from './architecture/tree.ts'

/** What the documents name exists: files, links, scripts, commands and their options, routes. */
const documents = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'tests/goldens/README.md', 'tests/standin/README.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
]
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const has = (path: string) => existsSync(join(root, path))

const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }
const files = new Set(users.map(({ path }) => path.split('/').at(-1)!))
const textOf = (folder: string) =>
  users
    .filter(({ path }) => path.startsWith(folder))
    .map(({ text }) => text)
    .join('\n')
const [cli, bench, routes] = ['server/cli/', 'server/bench/', 'server/'].map(textOf) as [string, string, string]

/** GitHub's names of headings. */
const anchors = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ +(.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )

/** What stands between backticks, or is one word in bold. */
const codeIn = (markdown: string): string[] =>
  [...markdown.matchAll(/`([^`\n]+)`|\*\*([\w/.-]+)\*\*/g)].map(([, code, bold]) => (code ?? bold)!)

const folders = 'graph|engine|nodes|runtime|server|electron|renderer|tests|docs|workflows|\\.ci'
const pathsIn = (markdown: string): string[] => [
  ...[...markdown.matchAll(new RegExp(`(?<![\\w./@-])((?:${folders})/[\\w./-]*\\w)`, 'g'))].map(([, path]) => path!),
  ...codeIn(markdown).filter(code => /^[\w-]+\.(tsx?|md)$/.test(code)),
]

/** `leapgraph` and `npm run bench` with what follows them. */
const commandsIn = (markdown: string): { readonly of: string; readonly words: readonly string[] }[] =>
  [...markdown.matchAll(/npm run (?:-s )?(leapgraph|bench)(?: -- ([^`\n#]*))?|`leapgraph ([^`\n]*)/g)].map(
    ([, of = 'leapgraph', after, alone]) => ({ of, words: (after ?? alone ?? '').trim().split(/\s+/).filter(Boolean) }),
  )

describe.each(documents)('%s', path => {
  const text = read(path)

  test('links to files and headings that are there', () => {
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link!)
      .filter(link => !/^(https?|mailto):/.test(link))
      .filter(link => {
        const [file = '', anchor] = link.split('#')
        const target = file ? join(dirname(path), file) : path
        return !has(target) || (anchor !== undefined && !anchors(read(target)).includes(anchor))
      })
    expect(broken).toEqual([])
  })

  test('names files and folders that are there', () => {
    const isThere = (name: string) =>
      has(name) || has(join(dirname(path), name)) || (!name.includes('/') && files.has(name))
    expect(pathsIn(text).filter(name => !isThere(name))).toEqual([])
  })

  test('names npm scripts that are there', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name!)
    expect(named.filter(name => !Object.hasOwn(scripts, name))).toEqual([])
  })

  test('names commands and options that the programs know', () => {
    const unknown = commandsIn(text).flatMap(({ of, words }) => {
      const known = of === 'bench' ? bench : cli
      const options = words.filter(word => /^--[a-z]/.test(word)).map(word => word.slice(2).split('=')[0]!)
      const command = of === 'leapgraph' && /^[a-z]+$/.test(words[0] ?? '') ? words[0]! : undefined
      return [
        ...options.filter(option => !new RegExp(`['"]?\\b${option}\\b['"]?: \\{`).test(known)),
        ...(command && !new RegExp(`^  ${command}: `, 'm').test(read('server/main.ts')) ? [command] : []),
      ]
    })
    expect(unknown).toEqual([])
  })

  test('names routes that the server answers', () => {
    const named = codeIn(text).filter(code => /^(GET |POST |DELETE )?\/[a-z][\w/-]*$/.test(code))
    expect(named.filter(route => !routes.includes(`'${route.replace(/^[A-Z]+ /, '')}'`))).toEqual([])
  })
})

test('ARCHITECTURE.md has at most 120 lines', () => {
  expect(read('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(120)
})
