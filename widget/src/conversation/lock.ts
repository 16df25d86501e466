/** Do something that no other tab of this shop does at the same time, where the browser can. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Only on secure pages.
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(name, work);
}
