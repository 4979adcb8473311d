import { isDirty } from '../studio/documents.ts'
import { type Command, onDocument } from './command.ts'
import { openWorkflow, saveWorkflow } from './exchange/workflow-files.ts'

export const fileCommands: readonly Command[] = [
  {
    id: 'file.new',
    title: 'New workflow',
    group: 'File',
    keys: ['Ctrl+N', 'Alt+N'],
    run: ({ documents }) => documents.create(),
  },
  { id: 'file.open', title: 'Open workflow…', group: 'File', keys: ['Ctrl+O'], always: true, run: openWorkflow },
  onDocument({
    id: 'file.save',
    title: 'Save',
    group: 'File',
    keys: ['Ctrl+S'],
    always: true,
    run: (studio, document) => saveWorkflow(studio, document, false),
  }),
  onDocument({
    id: 'file.save-as',
    title: 'Save as…',
    group: 'File',
    keys: ['Ctrl+Shift+S'],
    always: true,
    run: (studio, document) => saveWorkflow(studio, document, true),
  }),
  onDocument({
    id: 'file.close',
    title: 'Close workflow',
    group: 'File',
    keys: ['Ctrl+W', 'Alt+W'],
    run({ layout }, document) {
      if (isDirty(document.read())) layout.open({ kind: 'close-document', document: document.id })
      else document.close()
    },
  }),
]
