import type { PartnerCaller } from '../auth/callers.ts'

/** Handles a request of a partner for something that the path names: an action is told both, and its result is presented. */
export function forPartner<Deps, Named extends { readonly partnerId: number }, Result, Shown>(
  act: (deps: Deps, named: Named) => Promise<Result>,
  present: (result: Result) => Shown,
) {
  return async ({ deps, caller, params }: { deps: Deps; caller: PartnerCaller; params: Omit<Named, 'partnerId'> }) =>
    present(await act(deps, { partnerId: caller.partnerId, ...params } as Named))
}
