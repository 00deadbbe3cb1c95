import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const ROUTES = 'server/api/routes/*/*.ts'
const DEFINES_ROUTE = /^export const (\w+)Route = route\(/m
const OPERATION = /^ {2}operation: '(\w+)',$/m
const ACTION = /from '(?:\.\.\/)+actions\/([\w-]+\/[\w-]+)\.ts'/g

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())

/**
 * One name all the way down: the route in `record-purchase.ts` is `recordPurchaseRoute`, its operation `recordPurchase`, and the
 * action that it calls is in a file of the same name and subject.
 */
export function checkRouteNames(root: string): string[] {
  return globSync(ROUTES, { cwd: root })
    .sort()
    .flatMap((file) => complaintsAbout(file, readFileSync(join(root, file), 'utf8')))
}

function complaintsAbout(file: string, text: string): string[] {
  const constant = DEFINES_ROUTE.exec(text)?.[1]
  if (constant === undefined) return []
  const name = basename(file, '.ts')
  const expected = camelCase(name)
  const subject = basename(dirname(file))
  const operation = OPERATION.exec(text)?.[1] ?? 'nothing'
  const actions = [...text.matchAll(ACTION)].map(([, action]) => action)
  const complaints: string[] = []
  if (constant !== expected) complaints.push(`${file} defines ${constant}Route, not ${expected}Route`)
  if (operation !== expected) complaints.push(`${file} has the operation ${operation}, not ${expected}`)
  // A function of that name may also be handed to it, as the remembered status is.
  if (!actions.includes(`${subject}/${name}`) && !text.includes(`deps.${expected}(`))
    complaints.push(`${file} calls no action of its own name: server/actions/${subject}/${name}.ts`)
  return complaints
}
