import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isNeedless, nearestTo, outsideScope } from '../../graph/planning/outside-scope.ts'
import { loadNodes } from '../../nodes/registry.ts'

/** All nodes that comfyui-embedded-docs 0.5.15 (October 2026) documents. */
const names = readFileSync(new URL('comfyui-names.txt', import.meta.url), 'utf8').split('\n')
const nodes = await loadNodes()

/** What exists on the canvas only. */
const onCanvas = ['MarkdownNote', 'Note', 'Reroute']

test('every node of ComfyUI is here, or its message says what it is for or which node is nearest', () => {
  const isExplained = (name: string) =>
    nodes.has(name) || onCanvas.includes(name) || nearestTo(name) || outsideScope(name) || isNeedless(name)
  expect(names.filter(name => !isExplained(name))).toEqual([
    'AdjustBrightness',
    'AdjustContrast',
    'ColorToRGBInt',
    'ColorTransfer',
    'ConditioningLoader',
    'CurveEditor',
    'GLSLShader',
    'ImageColorSpace',
    'ImageCropToMask',
    'ImageHistogram',
    'ImageSDRToHDR',
    'ModelNoiseScale',
    'NormalizeImages',
    'PrimitiveBoundingBox',
    'SaveConditioning',
    'TemporalScoreRescaling',
    'WebcamCapture',
  ])
})

test('the nearest nodes are here', () => {
  expect(names.map(nearestTo).filter(type => type !== undefined && !nodes.has(type))).toEqual([])
})

test('no node that is here is said to be for something else', () => {
  const wrong = names.filter(name => nodes.has(name) && (nearestTo(name) || isNeedless(name)))
  expect(wrong).toEqual([])
})
