import { openSite, startHere, postTo, zaloWebhook, smsWebhook, callWebhook } from "../fakes/running-app.ts";
const site = await openSite();
const app = await startHere(site);
const say = async (text: string) => { const r = await postTo(app.url, zaloWebhook({ person: "8170236945512073846", text, id: "m" + Math.random() })); await app.settle(); console.log(">", text, r.status); console.log(site.zalo.sent.splice(0).map(s => "   <" + s.text).join("\n")); };
await say("làm giấy khai sinh cần gì");
await say("lệ phí bao nhiêu");
await say("phản ánh rác thải chất đống ở thôn 2 số 17 cả tuần nay chưa ai dọn");
await say("ẩn danh");
await say("1");
await say("tôi muốn phản ánh");
await say("Đường vào thôn bị hỏng nặng, xe không đi được từ hôm qua");
await say("thôn 5 xã Tân Hòa");
await say("Nguyễn Văn A 0912345678");
await say("Gửi");
for (const w of [smsWebhook({person:"+84901234567", text:"lam giay khai sinh can gi", id:"SM1"}), callWebhook({person:"+84901234568", text:"Tôi phản ánh rác thải đầu thôn 3", id:"c1"})]) { const r = await postTo(app.url, w); console.log(r.status, await r.text()); await app.settle(); console.log(site.twilio.sent.splice(0).map(s => "   <" + s.body)); }
await app.stop(); await site.close();
