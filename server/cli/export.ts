import { writeFile } from 'node:fs/promises'
import { withPngText } from '../../engine/image/files/png-text.ts'
import { renderPng } from '../../engine/image/files/render-svg.ts'
import { importPrompt } from '../../graph/import/api-prompt.ts'
import { stringifyJson } from '../../graph/json.ts'
import { atOnce } from '../../graph/planning/in-parts.ts'
import { writeWorkflow } from '../../graph/workflow.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { pictureMetadata } from '../../runtime/metadata.ts'
import { type ExportArguments, exportArguments } from './arguments.ts'
import { modelFolders } from './folders.ts'
import { refuseToReplace } from './new-file.ts'
import { openDocument, openWorkflow } from './open-workflow.ts'

/** `leapgraph export`: a workflow in another format. @returns the exit code */
export async function exportFile(args: readonly string[]): Promise<number> {
  const options = exportArguments(args)
  await refuseToReplace(options.out, options.force)
  const folders = await modelFolders(options)
  const host = new ProcessHost({ start: () => forkEngine(), settings: { folders } })
  try {
    const { specs } = await host.facts()
    const library = openLibrary(folders)
    if (options.format === 'ui') {
      const document = await openDocument(options.file, specs, library)
      await write(options, `${writeWorkflow(document)}\n`)
      return 0
    }
    const { prompt: given, workflow, fill } = await (await openWorkflow(options.file))(specs, library)
    const prompt = fill(given)
    if (options.format === 'api') await write(options, `${stringifyJson(prompt)}\n`)
    else {
      const blank = await renderPng(Buffer.from(card), 256)
      const text = pictureMetadata(prompt, workflow ?? atOnce(importPrompt(prompt, specs)))
      await write(options, withPngText(blank, text))
    }
    return 0
  } finally {
    await host.close()
  }
}

/** The picture of a workflow that made none. */
const card =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256"><rect width="256" height="256" fill="#20242c"/><path d="M48 96h64v64H48zM144 96h64v64h-64zM112 128h32" fill="none" stroke="#7aa2f7" stroke-width="8"/></svg>'

async function write({ out }: ExportArguments, content: string | Buffer): Promise<void> {
  await writeFile(out, content).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${out} cannot be written (${cause.code})`, { cause })
  })
  process.stderr.write(`exported ${out}\n`)
}
