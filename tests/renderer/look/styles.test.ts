import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** TypeScript does not look into style sheets: what it would say of their classes is said here. */
const reactAria = new URL('../../../node_modules/react-aria/', import.meta.url)
const root = fileURLToPath(new URL('../../../renderer', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const modules = files.filter(path => path.endsWith('.module.css'))
const components = files.filter(path => path.endsWith('.tsx'))

const classesIn = (path: string): string[] => {
  const selectors = read(path).replaceAll(/\/\*.*?\*\//gs, '')
  return [...new Set([...selectors.matchAll(/\.([a-z][\w-]*)(?=[^;{}]*\{)/gi)].map(match => match[1]!))]
}

interface Use {
  readonly component: string
  readonly module: string
  readonly name: string
}
/** Variable → style sheet, as a component imports them: its own, and those of look/styles.ts. */
const sheetsOf = (component: string): readonly (readonly [variable: string, module: string])[] => {
  const text = read(component)
  const own = [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].map(
    ([, variable, path]) => [variable!, relative(root, join(root, dirname(component), path!))] as const,
  )
  const [, shared = ''] = /import \{([^}]*)\} from '(?:[./]+look|\.)\/styles\.ts'/.exec(text) ?? []
  return [...own, ...shared.split(',').map(name => [name.trim(), `look/${name.trim()}.module.css`] as const)]
}

const uses: readonly Use[] = components.flatMap(component => {
  const body = read(component).replaceAll(/^import .*/gm, '')
  return sheetsOf(component)
    .filter(([variable]) => variable !== '')
    .flatMap(([variable, module]) =>
      [...body.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))].map(match => ({
        component,
        module,
        name: match[1]!,
      })),
    )
})

test('every class that a component names is in the style sheet it imports', () => {
  expect(uses.length).toBeGreaterThan(200)
  const missing = uses.filter(({ module, name }) => !modules.includes(module) || !classesIn(module).includes(name))
  expect(missing).toEqual([])
})

test.each(modules)('every class of %s is used by a component', module => {
  const used = new Set(uses.filter(use => use.module === module).map(({ name }) => name))
  expect(classesIn(module).filter(name => !used.has(name))).toEqual([])
})

test.each(components)('%s takes its classes from style sheets', component => {
  const names = [...read(component).matchAll(/className=(?:"([^"]*)"|\{((?:[^{}]|\$\{[^{}]*\})*)\})/g)]
  const written = names.flatMap(([, literal, expression]) =>
    literal !== undefined
      ? [literal]
      : [...expression!.replaceAll(/\$\{[^}]*\}/g, '').matchAll(/['`"]\s*[\w-]+/g)].map(String),
  )
  expect(written).toEqual([])
})

test('a style sheet lies beside the component or in the room that it is named after, or in look', () => {
  const homeless = modules.filter(path => {
    const name = basename(path, '.module.css')
    const folder = dirname(path)
    return folder !== 'look' && basename(folder) !== name && !existsSync(join(root, folder, `${name}.tsx`))
  })
  expect(homeless).toEqual([])
})

test('only resets, type and elements have rules without a module', () => {
  const global = files.filter(path => path.endsWith('.css') && !path.endsWith('.module.css'))
  expect(global.toSorted()).toEqual(['look/base.css', 'look/tokens.css'])
  // The icons of lucide-react bring this class.
  expect(classesIn('look/base.css')).toEqual(['lucide'])
})

test('a control that has the focus has one ring, no second one around a part of it', () => {
  const sheets = files.filter(path => path.endsWith('.css'))
  expect(sheets.filter(path => /\[data-focus-visible\]\s*>?\s*[&.\w]/.test(read(path)))).toEqual([])
})

test('the tabs of the settings have no ring of their own around the control that has the focus', () =>
  expect(read('panels/settings/settings.module.css')).toMatch(/&\[data-focus-visible\] \{\s*outline: none/))

test('react-aria finds the id it looks for before it adds a style element, which the policy of the page forbids', () => {
  const module = fileURLToPath(new URL('dist/private/interactions/usePress.mjs', reactAria))
  const [, id] = /STYLE_ID = '([^']+)'/.exec(readFileSync(module, 'utf8')) ?? []
  const [, attribute] = /PRESSABLE_ATTRIBUTE = '([^']+)'/.exec(readFileSync(module, 'utf8')) ?? []
  expect(read('index.html')).toContain(`id="${id}"`)
  expect(read('look/base.css')).toContain(`[${attribute}]`)
})
