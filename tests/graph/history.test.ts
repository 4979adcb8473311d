import { describe, expect, test } from 'vitest'
import { createHistory } from '../../graph/history.ts'

const count = (by: number) => (draft: { n: number }) => {
  draft.n += by
}

describe('a history', () => {
  test('goes back and forth, and names what it would do', () => {
    const history = createHistory({ n: 0 })
    history.apply('Add one', count(1))
    history.apply('Add two', count(2))
    expect([history.present.n, history.undoable, history.redoable]).toEqual([3, 'Add two', null])
    expect(history.undo()).toEqual({ n: 1 })
    expect([history.undoable, history.redoable]).toEqual(['Add one', 'Add two'])
    expect(history.redo()).toEqual({ n: 3 })
  })

  test('stays at its ends', () => {
    const history = createHistory({ n: 0 })
    expect([history.undo(), history.redo(), history.undoable]).toEqual([{ n: 0 }, { n: 0 }, null])
  })

  test('forgets what was undone once something new is done', () => {
    const history = createHistory({ n: 0 })
    history.apply('a', count(1))
    history.undo()
    history.apply('b', count(5))
    expect([history.redo().n, history.redoable]).toEqual([5, null])
  })

  test('keeps what was undone when a change is told to, in both directions', () => {
    const history = createHistory({ n: 0 })
    history.apply('a', count(1))
    history.apply('b', count(10))
    history.undo()
    history.apply('Change seed', count(100), { keepsRedo: true })
    expect([history.present.n, history.undoable, history.redoable]).toEqual([101, 'a', 'b'])
    expect([history.redo().n, history.undo().n, history.undo().n, history.redo().n]).toEqual([11, 101, 0, 101])
    history.redo()
    history.apply('Change seed', count(100), { keepsRedo: true })
    expect([history.present.n, history.undoable]).toEqual([111, 'Change seed'])
  })

  test('does not remember a change that changes nothing, nor one that fails', () => {
    const history = createHistory({ n: 0 })
    history.apply('nothing', count(0))
    expect(() =>
      history.apply('fail', draft => {
        draft.n = 9
        throw new Error('no')
      }),
    ).toThrow('no')
    expect([history.present, history.undoable]).toEqual([{ n: 0 }, null])
  })

  test('joins the steps of one drag', () => {
    const history = createHistory({ n: 0 })
    for (let step = 0; step < 5; step++) history.apply('Move', count(1), { merge: 'drag 1' })
    history.apply('Move', count(10), { merge: 'drag 2' })
    expect([history.undo().n, history.undo().n]).toEqual([5, 0])
  })

  test('keeps as many steps as it may', () => {
    const history = createHistory({ n: 0 }, 2)
    for (let step = 0; step < 5; step++) history.apply('Add', count(1))
    expect([history.undo().n, history.undo().n, history.undo().n]).toEqual([4, 3, 3])
  })

  test('can be continued after the states are read again, and undo and redo go through them', () => {
    const history = createHistory({ n: 2 })
    const states = [0, 1, 2, 3].map(n => ({ label: `Set ${n}`, state: { n } }))
    history.restore(states, 2)
    expect([history.present.n, history.undoable, history.redoable]).toEqual([2, 'Set 2', 'Set 3'])
    expect(history.redo().n).toBe(3)
    expect([history.undo().n, history.undo().n, history.undo().n, history.undo().n]).toEqual([2, 1, 0, 0])
  })

  test('that is continued after an edit keeps the edit, and no later state', () => {
    const history = createHistory({ n: 2 })
    history.apply('Add five', count(5))
    history.restore(
      [1, 2, 3].map(n => ({ label: `Set ${n}`, state: { n } })),
      1,
    )
    expect([history.present.n, history.redoable]).toEqual([7, null])
    expect([history.undo().n, history.undo().n]).toEqual([2, 1])
  })

  test('reads a state only when it is returned to', () => {
    let reads = 0
    const history = createHistory({ n: 2 })
    const lazy = {
      label: 'Set 1',
      get state() {
        reads++
        return { n: 1 }
      },
    }
    history.restore([lazy, { label: 'Set 2', state: history.present }], 1)
    history.apply('Add', count(1))
    expect(reads).toBe(0)
    history.undo()
    expect(history.undo().n).toBe(1)
  })

  test('tells its listeners until they leave', () => {
    const history = createHistory({ n: 0 })
    const seen: number[] = []
    const leave = history.subscribe(({ n }) => seen.push(n))
    history.apply('a', count(1))
    history.undo()
    leave()
    history.redo()
    expect(seen).toEqual([1, 0])
  })

  test('comes back to the very document that was saved, and to no other', () => {
    const history = createHistory({ n: 0 })
    const saved = history.apply('Add one', count(1))
    history.apply('Add two', count(2))
    expect(history.present).not.toBe(saved)
    expect(history.undo()).toBe(saved)
    history.undo()
    expect(history.redo()).toBe(saved)
  })

  test('lets nothing but a change write to the document, from the first on', () => {
    const history = createHistory({ inner: { n: 0 } })
    expect(() => Object.assign(history.present.inner, { n: 1 })).toThrow(TypeError)
  })
})
