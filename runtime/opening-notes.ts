import { shownGroup } from '../graph/conversion/group-widgets.ts'
import { filesNamed } from '../graph/document/files-named.ts'
import { WorkflowError } from '../graph/errors.ts'
import { planInParts } from '../graph/plan.ts'
import { convertInParts, type Specs } from '../graph/prompt.ts'
import type { Workflow } from '../graph/workflow.ts'
import { withPauses } from './engine-process/pauses.ts'
import { type Library, standIn } from './library/library.ts'

/** What of a document does not run or is replaced: nodes at an end that are not here, and files of another format. */
export async function openingNotes(document: Workflow, specs: Specs, library: Library): Promise<string[]> {
  const files = new Map(filesNamed(document, specs).map(each => [`${each.folder}/${each.name}`, each]))
  const replaced: string[] = []
  for (const { folder, name } of files.values()) {
    const found = await library.find(folder, name)
    const sentence = found && standIn(name, found)
    if (sentence) replaced.push(`${sentence}.`)
  }
  return [...groupsIn(document, specs), ...(await leftOut(document, specs)), ...replaced]
}

/** What old group nodes are, each once. */
function groupsIn(document: Workflow, specs: Specs): string[] {
  const shown = new Set(document.nodes.flatMap(node => shownGroup(document, node, specs) ?? []))
  return [...shown].map(({ name, inside, inputs }) => {
    const values = Object.keys(inputs).length
    const edited = values > 0 ? `its ${values} values are edited on it` : 'its values are kept as the file has them'
    return `${name} is a group node of an older ComfyUI: it runs as the nodes inside it (${inside.join(', ')}), and ${edited}.`
  })
}

/** A document that cannot be converted says so when it runs. */
async function leftOut(document: Workflow, specs: Specs): Promise<string[]> {
  try {
    const { prompt, fill } = await withPauses(convertInParts(document, specs))
    const { notes = [] } = await withPauses(planInParts(fill(prompt), specs))
    return notes.map(({ message }) => message)
  } catch (error) {
    if (error instanceof WorkflowError) return []
    throw error
  }
}
