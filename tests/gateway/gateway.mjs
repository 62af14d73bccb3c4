#!/usr/bin/env node
/**
 * Scriptable loopback Wechaty gateway = UPSTREAM PuppetServer (npm wechaty-puppet-service)
 * hosting UPSTREAM PuppetMock (npm wechaty-puppet-mock). Only the HTTP control port is ours.
 *
 *   node gateway.mjs [--grpc 127.0.0.1:18788] [--control 127.0.0.1:18789] [--token T]
 *                    [--world world.json] [--dong-ms 20] [--tls] [--pure] [--no-login] [--no-start] [--parent-pid PID]
 * Control port 0 takes any free port; the line "READY {json}" tells it.
 *
 * Three documented departures from upstream behaviour, both OFF with --pure:
 *   (a) PuppetMock.messageSendText() drops mention ids and returns no message id
 *       (wechaty-puppet-mock 1.19.4 dist/esm/src/puppet-mock.js `_messageSend`); we pass the mentions to
 *       ContactMock.say() and return the id of the message it created, as a real puppet does.
 *   (b) fault injection on outgoing calls (/fault); mode "late" carries a call out and never answers it.
 *   (c) room aliases (/alias), which PuppetMock does not know, and a dong after --dong-ms instead of a second.
 */
import http from 'node:http'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { PuppetServer } from 'wechaty-puppet-service'

// PuppetMock brings a library of names with 1,500 files of languages: with one of them it starts in half the time.
const require = createRequire(import.meta.url)
require('faker/locale/en')
require.cache[require.resolve('faker')] = require.cache[require.resolve('faker/locale/en')]
const { PuppetMock, mock } = await import('wechaty-puppet-mock')

const argv = process.argv.slice(2)
const opt = (name, dflt) => { const i = argv.indexOf('--' + name); return i < 0 ? dflt : argv[i + 1] }
const flag = name => argv.includes('--' + name)
const GRPC = opt('grpc', process.env.GW_GRPC || '127.0.0.1:18788')
const CONTROL = opt('control', process.env.GW_CONTROL || '127.0.0.1:18789')
const TOKEN = opt('token', process.env.GW_TOKEN || 'dev-token')
const WORLD = opt('world')
const PURE = flag('pure')
const log = (...a) => console.log(new Date().toISOString(), ...a)

const mocker = new mock.Mocker()
const puppet = new PuppetMock({ mocker })

// ---- what the bot did (recorded at the puppet boundary, i.e. after gRPC decoding) ------------
const sent = []                       // {seq, ts, method, conversationId, text, mentionIds, id}
const rpc = {}                        // method -> count
const faults = []                     // {method, mode, times, delayMs, message}
let seq = 0
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
async function applyFault (method) {
  const f = faults.find(x => x.method === method && x.times > 0)
  if (!f) return
  f.times--
  if (f.delayMs) await sleep(f.delayMs)
  if (f.mode === 'hang') await new Promise(() => {})
  if (f.mode === 'error') throw new Error(f.message || 'injected fault')
  return f.mode
}
for (const m of ['messageSendText', 'messageSendFile', 'messageSendContact', 'messageSendUrl', 'messageSendMiniProgram',
  'messagePayload', 'contactPayload', 'roomPayload', 'contactList', 'roomList', 'roomMemberList', 'roomMemberPayload',
  'roomAdd', 'roomDel', 'roomTopic', 'roomQuit', 'roomCreate', 'roomAnnounce', 'contactAlias',
  'friendshipAccept', 'friendshipAdd', 'friendshipPayload', 'roomInvitationAccept', 'roomInvitationPayload', 'ding', 'start', 'stop']) {
  const orig = puppet[m].bind(puppet)
  puppet[m] = async (...args) => {
    rpc[m] = (rpc[m] || 0) + 1
    const mode = PURE ? undefined : await applyFault(m)
    let result
    if (m === 'messageSendText' && !PURE) {
      if (!puppet.isLoggedIn) throw new Error('not logged in')
      const [conversationId, text, mentionIds = []] = args
      const user = mocker.ContactMock.load(puppet.currentUserId)
      const to = /@/.test(conversationId) ? mocker.RoomMock.load(conversationId) : mocker.ContactMock.load(conversationId)
      let id
      puppet.once('message', p => { id = p.messageId })      // say().to() emits synchronously
      user.say(text, mentionIds.map(i => mocker.ContactMock.load(i))).to(to)
      result = id
    } else {
      result = await orig(...args)
    }
    if (/^(messageSend|room(Add|Del|Topic|Quit|Create|Announce)|contactAlias|friendshipA|roomInvitationAccept)/.test(m)) {
      const [conversationId, text, mentionIds] = args
      const rec = { seq: ++seq, ts: Date.now(), method: m, conversationId, text, mentionIds, id: result }
      sent.push(rec); log('BOT', JSON.stringify(rec))
    }
    if (mode === 'late') await new Promise(() => {})
    return result
  }
}

if (!PURE) puppet.ding = data => { setTimeout(() => puppet.emit('dong', { data: data || '' }), Number(opt('dong-ms', 20))) }

// ---- the world -------------------------------------------------------------------------------
const BOT_ID = 'bot-wxid'
function addContact (p) { return mocker.createContact({ friend: true, phone: [], avatar: '', weixin: p.id, alias: '', ...p }) }
function addRoom (p) {
  const id = p.id && !/@/.test(p.id) ? p.id + '@chatroom' : p.id
  return mocker.createRoom({ adminIdList: [], avatar: '', ownerId: BOT_ID, memberIdList: [], ...p, ...(id ? { id } : {}) })
}
const aliases = new Map()             // "room contact" -> what the member calls themselves in the room
const memberPayload = puppet.roomMemberRawPayload.bind(puppet)
puppet.roomMemberRawPayload = async (room, contact) => ({ ...await memberPayload(room, contact), roomAlias: aliases.get(`${room} ${contact}`) || '' })
let world = { contacts: [{ id: BOT_ID, name: '楼管家' }], rooms: [] }
if (WORLD && fs.existsSync(WORLD)) world = JSON.parse(fs.readFileSync(WORLD, 'utf8'))
world.contacts.forEach(addContact); world.rooms.forEach(addRoom); (world.aliases || []).forEach(([key, alias]) => aliases.set(key, alias))
const saveWorld = () => { if (WORLD) fs.writeFileSync(WORLD, JSON.stringify({ contacts: [...mocker.cacheContactPayload.values()], rooms: [...mocker.cacheRoomPayload.values()], aliases: [...aliases] })) }
const C = id => mocker.ContactMock.load(id)
const R = id => mocker.RoomMock.load(/@/.test(id) ? id : id + '@chatroom')

// PuppetMock.roomInvitationAccept() is a no-op: make acceptance visible in the world + event stream.
const invitations = new Map()
puppet.roomInvitationAccept = (orig => async id => {
  await orig(id)
  const inv = invitations.get(id)
  if (inv && !PURE) R(inv.roomId).add(C(BOT_ID)).by(C(inv.inviterId))
})(puppet.roomInvitationAccept)

// ---- gRPC server -----------------------------------------------------------------------------
let server
async function grpcStart () {
  server = new PuppetServer({ endpoint: GRPC, puppet, token: TOKEN, tls: { disable: !flag('tls') } })
  await server.start(); log('gRPC listening', GRPC, flag('tls') ? 'TLS' : 'plaintext', 'v' + server.version())
}
async function grpcStop () { if (server) { await server.stop(); server = undefined } }

// ---- control port ----------------------------------------------------------------------------
const emitMessage = payload => {                       // full control over the id / type / timestamps
  const msg = mocker.MessageMock.create(payload); puppet.emit('message', { messageId: msg.id }); return msg.id
}
let auto = 0
const api = {
  'GET /state': () => ({ pid: process.pid, grpc: GRPC, up: !!server, loggedIn: puppet.isLoggedIn, contacts: [...mocker.cacheContactPayload.keys()].length,
    rooms: [...mocker.cacheRoomPayload.values()].map(r => ({ id: r.id, topic: r.topic, members: r.memberIdList.length })),
    messages: mocker.cacheMessagePayload.size, sent: sent.length, rpc, mem: process.memoryUsage().rss,
    listeners: Object.fromEntries(['message', 'login', 'logout', 'ready', 'scan', 'room-join'].map(e => [e, puppet.listenerCount(e)])) }),
  'POST /contacts': b => { const list = b.contacts || Array.from({ length: b.n || 1 }, (_, i) => ({ id: `${b.prefix || 'wxid'}-${i}`, name: `${b.name || '住户'}${i}` })); const r = list.map(c => addContact(c).id); saveWorld(); return r },
  'POST /rooms': b => { const list = b.rooms || [b]; const r = list.map(x => addRoom(x).id); saveWorld(); return r },
  'POST /say': b => {
    const roomId = b.room && R(b.room).id
    return { id: emitMessage({ id: b.id || `m-${Date.now()}-${++auto}`, talkerId: b.from, text: b.text, type: b.type ?? 7, timestamp: b.timestamp ?? Date.now(),
      ...(roomId ? { roomId, mentionIdList: b.mentions || [] } : { listenerId: b.to || BOT_ID }) }) }
  },
  'POST /burst': async b => {
    const t0 = Date.now(); const n = b.n || 100; const room = R(b.room)
    const gap = b.rate ? 1000 / b.rate : 0
    for (let i = 0; i < n; i++) {
      emitMessage({ id: `${b.prefix || 'b' + t0}-${i}`, talkerId: b.from, text: `${b.text || 'burst'} ${i} ${Date.now()}`, type: 7, timestamp: Date.now(), roomId: room.id, mentionIdList: b.mentions || [] })
      if (gap) { const due = t0 + (i + 1) * gap; const d = due - Date.now(); if (d > 1) await sleep(d) } else if (i % 50 === 49) await new Promise(setImmediate)
    }
    return { n, ms: Date.now() - t0 }
  },
  'POST /emit': b => ({ handled: puppet.emit(b.event, b.payload) }),                     // raw puppet event, e.g. duplicate message
  'POST /friendship': async b => { const id = b.id || `f-${++auto}`; await puppet.friendshipPayload(id, { id, contactId: b.from, hello: b.hello || '', type: b.type ?? 2, scene: 14, stranger: '', ticket: 't', timestamp: Date.now() }); puppet.emit('friendship', { friendshipId: id }); return { id } },
  'POST /invite': async b => { const id = b.id || `i-${++auto}`; const room = R(b.room); invitations.set(id, { roomId: room.id, inviterId: b.from })
    await puppet.roomInvitationPayload(id, { id, inviterId: b.from, topic: room.payload.topic, avatar: '', invitation: '', memberCount: room.payload.memberIdList.length, memberIdList: room.payload.memberIdList, receiverId: BOT_ID, timestamp: Date.now() })
    puppet.emit('room-invite', { roomInvitationId: id }); return { id } },
  'POST /join': b => { R(b.room).add(...b.who.map(C)).by(C(b.by)); saveWorld(); return {} },
  'POST /leave': b => { R(b.room).remove(...b.who.map(C)).by(C(b.by)); saveWorld(); return {} },
  'POST /topic': b => { R(b.room).topic(b.topic).by(C(b.by)); saveWorld(); return {} },
  'POST /rename': async b => { const p = C(b.contact).payload; Object.assign(p, b.set); await puppet.dirtyPayload(2, b.contact); saveWorld(); return p },
  'POST /alias': async b => { const room = R(b.room).id; aliases.set(`${room} ${b.contact}`, b.alias); await puppet.dirtyPayload(4, room); saveWorld(); return {} },
  'GET /sent': (_, q) => sent.filter(s => s.seq > Number(q.get('since') || 0)),
  'POST /sent/clear': () => { sent.length = 0; return {} },
  'POST /fault': b => { faults.push({ times: 1, ...b }); return faults },
  'POST /login': b => { if (!puppet.isLoggedIn) puppet.login(b.id || BOT_ID); return {} },
  'POST /logout': async b => { await puppet.logout(b.reason || 'kicked'); return {} },
  'POST /ready': () => { puppet.emit('ready', { data: 'ready' }); return {} },
  'POST /scan': b => { mocker.scan(b.qrcode || 'https://qr', b.status ?? 2); return {} },
  'POST /deafen': () => { for (const e of ['message', 'dong', 'heartbeat']) puppet.removeAllListeners(e); return {} },      // the stream stays, nothing comes
  'POST /grpc/stop': async () => { await grpcStop(); return {} },
  'POST /grpc/start': async () => { await grpcStart(); return {} },
  'POST /grpc/bounce': async b => { await grpcStop(); await sleep(b.downMs || 0); await grpcStart(); return {} },
  'POST /exit': b => { setTimeout(() => process.exit(b.code ?? 0), 10); return {} },
}
const [chost, cport] = CONTROL.split(':')
const control = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://x'); let body = ''
  req.on('data', d => { body += d })
  req.on('end', async () => {
    const fn = api[`${req.method} ${url.pathname}`]
    try {
      if (!fn) throw Object.assign(new Error('no such control: ' + Object.keys(api).join(', ')), { status: 404 })
      const out = await fn(body ? JSON.parse(body) : {}, url.searchParams)
      res.writeHead(200, { 'content-type': 'application/json' }); res.end(JSON.stringify(out ?? {}))
    } catch (e) { res.writeHead(e.status || 500, { 'content-type': 'application/json' }); res.end(JSON.stringify({ error: String(e.message || e) })) }
  })
})
await new Promise(resolve => control.listen(Number(cport), chost, resolve))

puppet.on('error', e => log('PUPPET ERROR', JSON.stringify(e)))
if (!flag('no-start')) await puppet.start()
if (!flag('no-login')) puppet.login(BOT_ID)
await grpcStart()
console.log('READY ' + JSON.stringify({ control: control.address().port, pid: process.pid }))
process.on('SIGTERM', () => process.exit(0)); process.on('SIGINT', () => process.exit(0))
const parent = Number(opt('parent-pid', 0))
if (parent) setInterval(() => { try { process.kill(parent, 0) } catch { process.exit(0) } }, 500).unref()
