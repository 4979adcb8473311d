import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** CSS's names of colours. */
const names =
  'aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen'
    .split(' ')
    .join('|')

const functions = /\b(?:rgb|hsl)a?\(|\b(?:hwb|lab|lch|oklab|oklch)\(/
const hex = '#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\\w-])'
const inStyles = new RegExp(`:[^;{}]*(?:${hex}|(?<![\\w-])(?:${names})(?![\\w-]))`, 'i')
const inCode = new RegExp(`['"\`](?:${hex}|${names})['"\`]|[=:] *${hex}`, 'i')

/** A drawing is white on black or black on white: that is what it holds, whatever the theme. */
const isOfDrawings = (path: string, line: string): boolean =>
  path.startsWith('renderer/drawing/') && !inCode.test(line.replaceAll(/'(black|white)'/g, ''))

const lines = ['renderer', 'electron'].flatMap(room =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .map(name => join(room, name))
    .filter(path => /\.(css|html|tsx?)$/.test(path) && path !== 'renderer/look/tokens.css')
    .flatMap(path =>
      readFileSync(join(root, path), 'utf8')
        .replaceAll(/\/\*.*?\*\//gs, '')
        .split('\n')
        .map(line => ({ path, line: line.trim() })),
    ),
)

test('only the tokens name colours', () => {
  expect(lines.length).toBeGreaterThan(5000)
  const named = lines.filter(
    ({ path, line }) =>
      functions.test(line) || ((path.endsWith('.css') ? inStyles : inCode).test(line) && !isOfDrawings(path, line)),
  )
  expect(named).toEqual([])
})

test('what a colour looks like is known in each way of writing it', () => {
  const styles = ['color: #fff;', 'background: #000a', 'border: 1px solid Tomato;', 'outline-color: white']
  const code = [
    "fillStyle = '#10182826'",
    "backgroundColor: '#101214',",
    "strokeStyle = 'red'",
    '<path stroke="#fff" />',
  ]
  expect(styles.filter(line => !inStyles.test(line))).toEqual([])
  expect(code.filter(line => !inCode.test(line))).toEqual([])
  expect(functions.test('rgba(0, 0, 0, 0.5)')).toBe(true)
  const others = [
    'color: var(--ink)',
    'background: color-mix(in srgb, var(--bad) 8%, transparent)',
    'white-space: nowrap;',
  ]
  expect(others.filter(line => inStyles.test(line))).toEqual([])
})
