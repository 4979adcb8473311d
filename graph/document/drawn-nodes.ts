import { type NodeSpec, text } from '../node.ts'

/**
 * Nodes that exist only on the canvas, as in ComfyUI's front end: the editor shows them, a run ignores them.
 */
export const drawnNodes: readonly NodeSpec[] = [
  {
    type: 'Note',
    title: 'Note',
    about: 'A text for readers of the workflow. It is ignored when the workflow runs.',
    category: 'utils',
    inputs: { text: text({ multiline: true }) },
    outputs: {},
    isOutput: false,
  },
  {
    type: 'MarkdownNote',
    title: 'Markdown Note',
    about: 'A text in Markdown for readers of the workflow. It is ignored when the workflow runs.',
    category: 'utils',
    inputs: { text: text({ multiline: true }) },
    outputs: {},
    isOutput: false,
  },
  {
    type: 'Reroute',
    title: 'Reroute',
    about: 'A bend in a wire, to keep a large workflow tidy. Its output is its input.',
    category: 'utils',
    inputs: { '': { kind: 'socket', type: '*' } },
    outputs: { '': { kind: 'socket', type: '*' } },
    isOutput: false,
  },
]
