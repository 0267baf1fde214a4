"use client";
// Whom this page follows, for React. Called by the presence row and the frame around the page.

import { useSyncExternalStore } from "react";
import type { Body } from "../../_client/body.ts";
import { type Following, followingIn } from "../../_editor/follow/following.ts";

const NOBODY: Following = {
  who: () => undefined,
  start: () => {},
  stop: () => {},
  subscribe: () => () => {},
};

export function useFollowing(body: Body | undefined): { who: number | undefined; following: Following } {
  const following = body === undefined ? NOBODY : followingIn(body.awareness);
  const who = useSyncExternalStore(following.subscribe, following.who, NOBODY.who);
  return { who, following };
}
