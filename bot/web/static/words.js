// Every word the page says, in one place.

export const WORDS = {
  product: "楼长",
  demo: "演示",
  guide: ({ name, place }) =>
    `您来扮演每一个人：先当${name}在群里说“${place}楼道灯不亮了”，再点提示，看看谁收到了私信。`,
  guideShort: "您来扮演每一个人，选一个人说句话试试。",
  clock: "楼里的时间",
  steps: { "10min": "+10 分钟", "2h": "+2 小时", tomorrow: "到明早 8:30", today: "到今早 8:30" },
  moving: "时间在走…",
  moveFailed: "时间没有走成，请再点一次。",
  beside: "并排再开一个人",
  alone: "收起一边",
  iAm: (name) => `我是 ${name}`,
  switchTo: "换人",
  whoToPlay: "换谁说话？",
  close: "关闭",
  chats: "聊天",
  back: "返回聊天列表",
  backUnread: (count) => `返回聊天列表，还有 ${count} 条未读`,
  members: (count) => `（${count}）`,
  messages: (chat) => `${chat}的消息`,
  unread: (count) => `${count} 条未读`,
  mentionedYou: "[有人@我]",
  privateLine: "私聊",
  noMessages: "还没有人说话",
  tryThese: "点一句试试",
  write: "说点什么…",
  writeTo: (chat) => `写给${chat}`,
  send: "发送",
  photo: "发照片",
  photoAlt: (name) => `${name}发的照片`,
  photoShort: "[照片]",
  photoKind: "只能发照片（JPEG、PNG 或 WebP）。",
  photoSize: "照片太大了，请发 5 MB 以内的。",
  quote: "引用",
  quoteGone: "引用的内容已撤回",
  quoting: (name) => `引用 ${name}：`,
  dropQuote: "不引用了",
  recall: "撤回",
  copy: "复制",
  mention: (name) => `@${name}`,
  more: (name) => `${name}这条消息的更多操作`,
  actions: "消息操作",
  mentionList: "选一位邻居",
  recalled: (name) => `${name}撤回了一条消息`,
  recalledYou: "您撤回了一条消息",
  sending: "发送中…",
  failed: "没发出去",
  again: "重发",
  discard: "不发了",
  emptyTalk: "这里还没有人说话。点一句下面的话，再按发送。",
  older: "看更早的消息",
  newBelow: (count) => `${count} 条新消息 ↓`,
  hint: (name, count) => `${name} 收到 ${count} 条私信`,
  look: "去看看",
  hide: "知道了",
  offline: "网络断了，正在重新连接…写好的话会自动发出。",
  youSaid: "我",
  yesterday: "昨天",
  year: (year, rest) => `${year}年${rest}`,
  day: (month, day) => `${month}月${day}日`,
  weekdays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  welcome: "欢迎回家",
  comeIn: "请输入邀请码，就能进邻居群和小楼说话。",
  code: "邀请码",
  enter: "进来",
  comeInFailed: "没有进来，请再试一次。",
};

export const ROLES = {
  resident: "居民",
  volunteer: "志愿者",
  head: "楼长",
  deputy: "副楼长",
  worker: "师傅",
  grid: "网格长",
  community: "社区",
  mediator: "调解员",
  admin: "管理员",
};

// In this order the people to play are shown.
export const GROUPS = [
  ["居民", ["resident", "volunteer"]],
  ["楼长", ["head", "deputy"]],
  ["师傅", ["worker"]],
  ["网格和社区", ["grid", "community", "mediator", "admin"]],
];

const RESIDENT = {
  room: ["{place}楼道灯不亮了", "修好了，谢谢师傅", "我来", "没修好，又不亮了"],
  private: ["{place}水管漏水，麻烦来看看", "{heard}我来", "完 {no}", "{heard}我报的事怎么样了"],
};
const HEAD = {
  room: ["请有时间的邻居到篮球坪来跟我一起扯杂草", "收工"],
  private: ["清单", "查 {no}", "派 {no} {worker}"],
};
const WORKER = { room: [], private: ["接 {no}", "完 {no}", "清单"] };
const OFFICE = { room: [], private: ["清单", "查 {no}"] };

// Sentences to try. {place}: building and entrance of the home; {worker}: a worker's name;
// {no}: the number last heard here, {heard}: nothing. A sentence with one of these two waits until a number was heard.
export const TRY = {
  resident: RESIDENT,
  volunteer: RESIDENT,
  head: HEAD,
  deputy: HEAD,
  worker: WORKER,
  grid: OFFICE,
  community: OFFICE,
  mediator: WORKER,
  admin: OFFICE,
};
