import { z } from 'zod'

/**
 * The states of a document that undo and redo return to, in order. `label`: the step that led to it. `text`: null where the
 * program has it already.
 */
const steps = z.object({
  /** The number of the present state. */
  at: z.number().int().min(0),
  list: z
    .array(
      z.object({
        /** Counts the states of the document. */
        number: z.number().int().min(0),
        label: z.string().max(500),
        text: z
          .string()
          .max(256 * 1024 * 1024)
          .nullable(),
      }),
    )
    .max(1000),
})
export type Steps = z.infer<typeof steps>

/** An open document as the journal keeps it, so that a crash loses nothing. */
export const tab = z.object({
  id: z.string().min(1).max(100),
  title: z.string().max(500),
  /** null until it is saved for the first time. */
  path: z.string().max(4096).nullable(),
  /** The file that it was opened from, where saving does not write there. */
  source: z.string().max(4096).nullish(),
  /** Of the file, when it was opened or last saved; missing where it was not saved or is not known. */
  version: z.string().max(200).nullish(),
  /** Counts the changes of the tab: an older revision never replaces a newer one. */
  revision: z.number().int().min(0).default(0),
  /** Does `text` differ from the file? */
  dirty: z.boolean(),
  /** The document, as the text of a workflow file. */
  text: z.string().max(256 * 1024 * 1024),
  /** What was left out or replaced when its file was opened. */
  notes: z.array(z.string().max(10_000)).max(1000).optional(),
  /** Left out where they are not known, and as they were then. */
  steps: steps.optional(),
})
export type Tab = z.infer<typeof tab>

export const openTabs = z.object({
  order: z.array(z.string().min(1).max(100)).max(1000),
  active: z.string().nullable(),
})
export type OpenTabs = z.infer<typeof openTabs>
