import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { removeNodes } from '../../../graph/edit/nodes.ts'
import { addNote } from '../../../graph/edit/notes.ts'
import { emptyWorkflow, writeWorkflow } from '../../../graph/workflow.ts'
import { createDocuments, isDirty } from '../../../renderer/studio/documents.ts'
import { selectNodes } from '../../../renderer/studio/selection.ts'

const text = writeWorkflow(emptyWorkflow)

describe('open documents', () => {
  test('a file that is open already comes to the front instead of opening twice', () => {
    const documents = createDocuments()
    const first = documents.open({ title: 'a', path: '/a.json', text })
    documents.open({ title: 'b', path: '/b.json', text })
    expect(documents.open({ title: 'a', path: '/a.json', text })).toBe(first)
    expect(documents.store.getState()).toMatchObject({ active: first, documents: { length: 2 } })
  })

  test('are dirty from an edit until it is saved, or undone', () => {
    const documents = createDocuments()
    const id = documents.open({ title: 'a', path: '/a.json', text })
    const dirty = () => isDirty(documents.find(id)!)
    expect(dirty()).toBe(false)
    documents.change('Note', addNote('hello', [0, 0]))
    expect(dirty()).toBe(true)
    documents.undo()
    expect(dirty()).toBe(false)
    documents.redo()
    documents.markSaved(id, '/a.json', 'a', documents.find(id)!.present)
    expect(dirty()).toBe(false)
  })

  test('a new one that nobody touched is not dirty; one from a picture is', () => {
    const documents = createDocuments()
    expect(isDirty(documents.find(documents.create())!)).toBe(false)
    documents.change('Note', addNote('x', [0, 0]))
    const made = writeWorkflow(documents.active()!.present)
    expect(isDirty(documents.find(documents.open({ title: 'p', path: null, text: made }))!)).toBe(true)
  })

  test('what is deleted is no longer selected', () => {
    const documents = createDocuments()
    documents.create()
    documents.change('Note', addNote('x', [0, 0]))
    documents.select(selectNodes(['1']))
    documents.change('Delete', removeNodes([1]))
    expect([...documents.active()!.selection.nodes]).toEqual([])
  })

  test('closing goes to the neighbour', () => {
    const documents = createDocuments()
    const [a, b, c] = ['a', 'b', 'c'].map(title => documents.open({ title, path: `/${title}`, text }))
    documents.show(b!)
    documents.close(b!)
    expect(documents.store.getState().active).toBe(c)
    documents.close(c!)
    expect(documents.store.getState().active).toBe(a)
    documents.close(a!)
    expect(documents.store.getState().active).toBeNull()
  })

  test('any edits, undone, are the text that was opened', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 20 }), notes => {
        const documents = createDocuments()
        documents.open({ title: 'a', path: null, text })
        for (const note of notes) documents.change('Note', addNote(note, [0, 0]))
        for (const _ of notes) documents.undo()
        expect(writeWorkflow(documents.active()!.present)).toBe(text)
      }),
    )
  })
})
