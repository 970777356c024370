/** The name of an authority, in its own language. */
export function Name({ name, language }: { name: string; language: string | null | undefined }) {
  return language ? <span lang={language}>{name}</span> : <>{name}</>;
}
