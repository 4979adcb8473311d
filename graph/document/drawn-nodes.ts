import { type NodeSpec, text } from '../node.ts'

/**
 * Nodes that exist only in the drawing, as ComfyUI's frontend has them: an editor shows them, a run never sees them.
 */
export const drawnNodes: readonly NodeSpec[] = [
  {
    type: 'Note',
    title: 'Note',
    about: 'A text for whoever reads the workflow. It takes no part in a run.',
    category: 'utils',
    inputs: { text: text({ multiline: true }) },
    outputs: {},
    isOutput: false,
  },
  {
    type: 'MarkdownNote',
    title: 'Markdown Note',
    about: 'A longer text for whoever reads the workflow. It takes no part in a run.',
    category: 'utils',
    inputs: { text: text({ multiline: true }) },
    outputs: {},
    isOutput: false,
  },
  {
    type: 'Reroute',
    title: 'Reroute',
    about: 'A bend in a wire, to keep a large workflow tidy. It passes on what it is given.',
    category: 'utils',
    inputs: { '': { kind: 'socket', type: '*' } },
    outputs: { '': { kind: 'socket', type: '*' } },
    isOutput: false,
  },
]
