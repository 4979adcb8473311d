import { type NodeSpec, text } from '../node.ts'

const note = (type: string, title: string, about: string): NodeSpec => ({
  type,
  title,
  about: `${about} It is ignored when the workflow runs.`,
  category: 'utils',
  inputs: { text: text({ multiline: true }) },
  outputs: {},
  isOutput: false,
})

/**
 * Nodes that exist only on the canvas, as in ComfyUI's front end: the editor shows them, a run ignores them.
 */
export const drawnNodes: readonly NodeSpec[] = [
  note('Note', 'Note', 'A text for readers of the workflow.'),
  note('MarkdownNote', 'Markdown Note', 'A text in Markdown for readers of the workflow.'),
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
