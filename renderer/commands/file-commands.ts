import { isDirty } from '../studio/documents.ts'
import { inGroup, onDocument } from './command.ts'
import { openWorkflow, saveWorkflow } from './exchange/workflow-files.ts'

export const fileCommands = inGroup('File', [
  {
    id: 'file.new',
    title: 'New workflow',
    keys: ['Ctrl+N', 'Alt+N'],
    run: ({ documents }) => documents.create(),
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
