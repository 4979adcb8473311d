import { exportApi, exportPicture, exportWorkflow, pictureOf } from '../saving/export.ts'
import { renameWorkflow, saveWorkflow } from '../saving/save.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { isDirty } from '../studio/documents.ts'
import type { Studio } from '../studio/studio.ts'
import { inGroup, onDocument } from './command.ts'
import { openWorkflow } from './exchange/workflow-files.ts'

const hasPicture = (studio: Studio, document: DocumentHandle): boolean => pictureOf(studio, document) !== undefined

export const fileCommands = inGroup('File', [
  {
    id: 'file.new',
    title: 'New workflow',
    keys: ['Ctrl+N', 'Alt+N'],
    run({ documents, canvas }) {
      documents.create()
      // The canvas may not be on the page yet.
      requestAnimationFrame(() => canvas.current?.focus())
    },
  },
  { id: 'file.open', title: 'Open workflow…', keys: ['Ctrl+O'], always: true, run: openWorkflow },
  onDocument({
    id: 'file.save',
    title: 'Save',
    keys: ['Ctrl+S'],
    always: true,
    run: (studio, document) => saveWorkflow(studio, document, false),
  }),
  onDocument({
    id: 'file.save-as',
    title: 'Save as…',
    keys: ['Ctrl+Shift+S'],
    always: true,
    run: (studio, document) => saveWorkflow(studio, document, true),
  }),
  onDocument({ id: 'file.rename', title: 'Rename workflow…', run: renameWorkflow }),
  onDocument({ id: 'file.export-workflow', title: 'Export workflow…', run: exportWorkflow }),
  onDocument({ id: 'file.export-api', title: 'Export workflow (API format)…', run: exportApi }),
  onDocument({
    id: 'file.export-picture',
    title: 'Export picture with its workflow…',
    enabled: hasPicture,
    run: (studio, document) => exportPicture(studio, document, true),
  }),
  onDocument({
    id: 'file.export-picture-only',
    title: 'Export picture without its workflow…',
    enabled: hasPicture,
    run: (studio, document) => exportPicture(studio, document, false),
  }),
  onDocument({
    id: 'file.reveal',
    title: 'Reveal file in folder',
    enabled: (_, document) => document.read().path !== null,
    run: ({ api, facts, notices }, document) => {
      const path = document.read().path!
      if (facts.dialogs) return api.request('workflow:reveal', path)
      return notices.report('info', `A browser cannot open folders. The file is ${path}`)
    },
  }),
  onDocument({
    id: 'file.close',
    title: 'Close workflow',
    keys: ['Ctrl+W', 'Alt+W'],
    run({ layout }, document) {
      if (isDirty(document.read())) layout.open({ kind: 'close-document', document: document.id })
      else document.close()
    },
  }),
])
