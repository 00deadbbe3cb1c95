import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf, server } from './request.ts'

export type OwnReward = Schemas['OwnReward']
export type NewReward = Schemas['NewReward']
export type Charity = Schemas['Charity']
export type CodesAdded = Schemas['RewardCodesAdded']

/** A page of all rewards of the brand, newest first. */
export function listOwnRewards(cursor: string | null): Promise<Schemas['OwnRewards']> {
  return dataOf(server.GET('/v1/partner/rewards', { params: { query: cursor === null ? {} : { cursor } } }))
}

/** A reward of the brand, those that it followed and those that followed it, newest first. */
export async function listRewardVersions(rewardId: string): Promise<OwnReward[]> {
  return (await dataOf(server.GET('/v1/partner/rewards/{rewardId}/versions', { params: { path: { rewardId } } }))).data
}

/** To whom points can be given. */
export async function listCharities(): Promise<Charity[]> {
  return (await dataOf(server.GET('/v1/charities', { params: { query: { limit: '200' } } }))).data
}

/** Offers a reward. */
export function addReward(body: NewReward): Promise<Schemas['Reward']> {
  return askOnce(['reward', body], (header) => dataOf(server.POST('/v1/rewards', { params: { header }, body })))
}

/** Takes a reward out of the catalogue. */
export function withdrawReward(rewardId: string): Promise<Schemas['Reward']> {
  return askOnce(['withdraw reward', rewardId], (header) =>
    dataOf(server.POST('/v1/rewards/{rewardId}/withdraw', { params: { header, path: { rewardId } } })),
  )
}

/** Puts codes into the pool of a gift code. */
export function addRewardCodes(rewardId: string, codes: string[]): Promise<CodesAdded> {
  const body = { codes }
  return askOnce(['codes', rewardId, body], (header) =>
    dataOf(server.POST('/v1/rewards/{rewardId}/codes', { params: { header, path: { rewardId } }, body })),
  )
}

/** Gives a reward its picture, or another one. */
export function setRewardPicture(rewardId: string, picture: File): Promise<Schemas['Reward']> {
  return dataOf(
    server.PUT('/v1/rewards/{rewardId}/picture', {
      params: { path: { rewardId } },
      // The document calls the bytes of a picture a string, as OpenAPI does.
      body: picture as unknown as string,
      bodySerializer: (body: unknown) => body as File,
      headers: { 'Content-Type': picture.type },
    }),
  )
}
