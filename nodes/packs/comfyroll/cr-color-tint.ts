import { choice, float, optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, string } from '../../sockets.ts'

const tints = {
  custom: [0, 0, 0],
  white: [1, 1, 1],
  black: [0, 0, 0],
  sepia: [1, 0.8, 0.6],
  red: [1, 0.6, 0.6],
  green: [0.6, 1, 0.6],
  blue: [0.6, 0.8, 1],
  cyan: [0.6, 1, 1],
  magenta: [1, 0.6, 1],
  yellow: [1, 1, 0.6],
  purple: [0.8, 0.6, 1],
  orange: [1, 0.7, 0.3],
  warm: [1, 0.9, 0.7],
  cool: [0.7, 0.9, 1],
  lime: [0.7, 1, 0.3],
  navy: [0.3, 0.4, 0.7],
  vintage: [0.9, 0.85, 0.7],
  rose: [1, 0.8, 0.9],
  teal: [0.3, 0.8, 0.8],
  maroon: [0.7, 0.3, 0.5],
  peach: [1, 0.8, 0.6],
  lavender: [0.8, 0.6, 1],
  olive: [0.6, 0.7, 0.4],
} as const
type Tint = keyof typeof tints
const names = Object.keys(tints) as [Tint, ...Tint[]]

export default defineNode({
  type: 'CR Color Tint',
  title: '🎨 CR Color Tint',
  about: 'Makes pictures grey and tints them (Comfyroll Studio).',
  inputs: {
    image,
    strength: float({ default: 1, min: 0.1, max: 1, step: 0.1, help: 'Lower values keep more of the colours.' }),
    mode: choice(names, { help: 'The tint. custom: the colour below.' }),
    tint_color_hex: optional(text({ default: '#000000', verbatim: true, help: 'For custom, such as #ff8800.' })),
  },
  outputs: { IMAGE: image, show_help: string },

  run({ image: { dims, data }, strength, mode, tint_color_hex = '#000000' }) {
    const tint = mode === 'custom' ? colourOf(tint_color_hex) : tints[mode]
    const channels = dims[3]!
    const IMAGE = { dims, data: data.slice() }
    for (let i = 0; i < data.length; i += channels) {
      const grey = 0.2989 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!
      for (let c = 0; c < 3; c++) IMAGE.data[i + c] = grey * tint[c]! * strength + data[i + c]! * (1 - strength)
    }
    return { IMAGE, show_help: 'strength mixes the tinted picture with the given one.' }
  },
})

function colourOf(hex: string): readonly number[] {
  const [, red, green, blue] = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim()) ?? []
  if (red === undefined) throw new Error(`Write tint_color_hex as #rrggbb; it is "${hex}".`)
  return [red, green!, blue!].map(part => Number.parseInt(part, 16) / 255)
}
