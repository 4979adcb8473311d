import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addNote, removeNodes } from '../../../graph/edit/nodes.ts'
import { emptyWorkflow, writeWorkflow } from '../../../graph/workflow.ts'
import { createDocuments, isDirty } from '../../../renderer/studio/documents.ts'
import { selectNodes } from '../../../renderer/studio/selection.ts'

const text = writeWorkflow(emptyWorkflow)
const saved = { path: '/a.json', title: 'a', version: '1', wasGone: false }
const openNothing = () => createDocuments(async () => null)

describe('the open documents', () => {
  test('a file is found again by its name, also where saving does not write into it', () => {
    const documents = openNothing()
    const given = { title: 'a', text }
    const example = documents.open({ ...given, path: null, source: '/examples/a.json' })
    const own = documents.open({ ...given, path: '/mine/a.json', source: '/examples/b.json' })
    expect(documents.openedFrom('/examples/a.json')).toBe(example)
    expect(documents.openedFrom('/mine/a.json')).toBe(own)
    expect(documents.openedFrom('/examples/b.json')).toBeUndefined()
  })

  test('a file that is open already comes to the front instead of opening twice', () => {
    const documents = openNothing()
    const first = documents.open({ title: 'a', path: '/a.json', text })
    documents.open({ title: 'b', path: '/b.json', text })
    expect(documents.open({ title: 'a', path: '/a.json', text })).toBe(first)
    expect(documents.store.getState()).toMatchObject({ active: first.id, documents: { length: 2 } })
  })

  test('closing the document in front shows its neighbour', () => {
    const documents = openNothing()
    const [a, b, c] = ['a', 'b', 'c'].map(title => documents.open({ title, path: `/${title}`, text }))
    b!.show()
    b!.close()
    expect(documents.active()).toBe(c)
    c!.close()
    expect(documents.active()).toBe(a)
    a!.close()
    expect(documents.active()).toBeUndefined()
  })

  test('a document behind can be closed, and the one in front stays there', () => {
    const documents = openNothing()
    const [a, b] = ['a', 'b'].map(title => documents.open({ title, path: `/${title}`, text }))
    a!.close()
    expect(documents.active()).toBe(b)
    expect(documents.find(a!.id)).toBeUndefined()
  })
})

describe('a document', () => {
  test('is changed by its own handle, whichever document is in front', () => {
    const documents = openNothing()
    const [a, b] = ['a', 'b'].map(title => documents.open({ title, path: null, text }))
    b!.show()
    a!.change('Add note', addNote('hello', [0, 0]))
    a!.select(selectNodes(['1']))
    expect([a!, b!].map(({ read }) => read().present.nodes.length)).toEqual([1, 0])
    expect([a!, b!].map(({ read }) => read().selection.nodes.size)).toEqual([1, 0])
    b!.undo()
    expect(a!.read()).toMatchObject({ undoable: 'Add note', present: { nodes: { length: 1 } } })
    a!.undo()
    expect(a!.read()).toMatchObject({ redoable: 'Add note', present: { nodes: [] } })
    a!.redo()
    expect(a!.read()).toMatchObject({ undoable: 'Add note', redoable: null, present: { nodes: { length: 1 } } })
  })

  test('is listed as its handle reads it', () => {
    const documents = openNothing()
    const document = documents.create()
    document.change('Add note', addNote('hello', [0, 0]))
    expect(documents.store.getState().documents).toEqual([document.read()])
  })

  test('that is closed is not changed any more, and its handle says so', () => {
    const documents = openNothing()
    const [closed, other] = ['a', 'b'].map(title => documents.open({ title, path: null, text }))
    closed!.change('Add note', addNote('hello', [0, 0]))
    closed!.change('Add note', addNote('taken back', [0, 0]))
    closed!.undo()
    closed!.close()
    const last = closed!.read()
    const others = documents.store.getState()
    closed!.redo()
    expect(closed!.read()).toBe(last)
    expect(closed!.change('Add note', addNote('again', [0, 0]))).toBe(false)
    closed!.undo()
    closed!.select(selectNodes(['1']))
    closed!.markSaved(saved, last.present)
    closed!.show()
    closed!.close()
    expect(closed!.read()).toBe(last)
    expect(documents.store.getState()).toEqual(others)
    expect(documents.active()).toBe(other)
  })

  test('is dirty from an edit until it is saved, or the edit is undone', () => {
    const document = openNothing().open({ title: 'a', path: '/a.json', text })
    const dirty = () => isDirty(document.read())
    expect(dirty()).toBe(false)
    expect(document.change('Add note', addNote('hello', [0, 0]))).toBe(true)
    expect(dirty()).toBe(true)
    document.undo()
    expect(dirty()).toBe(false)
    document.redo()
    document.markSaved(saved, document.read().present)
    expect(dirty()).toBe(false)
  })

  test('that is new has a title that no other tab has', () => {
    const documents = openNothing()
    const [first, second] = [documents.create(), documents.create()]
    expect([first.read().title, second.read().title]).toEqual(['Untitled', 'Untitled 2'])
    first.close()
    expect(documents.create().read().title).toBe('Untitled')
  })

  test('that is new, or was opened from a picture or an example, is dirty from its first edit', () => {
    const documents = openNothing()
    const untouched = documents.create()
    expect(isDirty(untouched.read())).toBe(false)
    untouched.change('Add note', addNote('x', [0, 0]))
    const made = writeWorkflow(untouched.read().present)
    const opened = documents.open({ title: 'p', path: null, text: made })
    expect(isDirty(opened.read())).toBe(false)
    opened.change('Add note', addNote('y', [0, 0]))
    expect(isDirty(opened.read())).toBe(true)
    // What the journal kept of it is not anywhere else.
    expect(isDirty(documents.open({ title: 'p', path: null, text: made, dirty: true }).read())).toBe(true)
  })

  test('no longer selects what was deleted', () => {
    const document = openNothing().create()
    document.change('Add note', addNote('x', [0, 0]))
    document.select(selectNodes(['1']))
    document.change('Delete', removeNodes([1]))
    expect([...document.read().selection.nodes]).toEqual([])
  })

  test('is the text that was opened once all edits are undone', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 20 }), notes => {
        const document = openNothing().open({ title: 'a', path: null, text })
        for (const note of notes) document.change('Add note', addNote(note, [0, 0]))
        for (const _ of notes) document.undo()
        expect(writeWorkflow(document.read().present)).toBe(text)
      }),
    )
  })
})
