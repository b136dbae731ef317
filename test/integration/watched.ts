/** Called with the name of a port call that has just returned. */
export type AfterCall = (call: string) => void;

/** The same port, telling after each of its calls; not those named, which give no promise. */
export const watched = <Port extends object>(
  name: string,
  port: Port,
  afterCall: AfterCall,
  unwatched: readonly string[] = [],
): Port =>
  new Proxy(port, {
    get: (target, member) => {
      const method = Reflect.get(target, member);
      if (typeof method !== 'function' || unwatched.includes(String(member))) return method;
      return async (...args: unknown[]) => {
        const result = await method.apply(target, args);
        afterCall(`${name}.${String(member)}`);
        return result;
      };
    },
  });
