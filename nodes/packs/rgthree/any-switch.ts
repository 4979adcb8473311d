import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { anything } from '../../sockets.ts'

const any = optional(anything)

export default defineNode({
  type: 'Any Switch (rgthree)',
  title: 'Any Switch (rgthree)',
  about: 'Passes on the first of its inputs that is connected (rgthree).',
  inputs: { any_01: any, any_02: any, any_03: any, any_04: any, any_05: any },
  outputs: { '*': anything },

  run: inputs => ({ '*': Object.values(inputs).find(value => value !== undefined && value !== null) }),
})
