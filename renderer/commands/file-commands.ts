import { isDirty } from '../studio/documents.ts'
import type { Command } from './command.ts'
import { hasDocument } from './command.ts'
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
  {
    id: 'file.save',
    title: 'Save',
    group: 'File',
    keys: ['Ctrl+S'],
    always: true,
    enabled: hasDocument,
    run: studio => saveWorkflow(studio, false),
  },
  {
    id: 'file.save-as',
    title: 'Save as…',
    group: 'File',
    keys: ['Ctrl+Shift+S'],
    always: true,
    enabled: hasDocument,
    run: studio => saveWorkflow(studio, true),
  },
  {
    id: 'file.close',
    title: 'Close workflow',
    group: 'File',
    keys: ['Ctrl+W', 'Alt+W'],
    enabled: hasDocument,
    run({ documents, layout }) {
      const document = documents.active()!
      if (isDirty(document)) layout.open({ kind: 'close-document', id: document.id })
      else documents.close(document.id)
    },
  },
]
