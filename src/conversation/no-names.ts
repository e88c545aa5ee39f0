import { fold } from "../text/index.ts";

/** Words of sentences, of offices and of matters: nobody is called so. */
const WORDS = `tôi tui mình tao choa bọn chúng người ai gì nào sao đâu đó này kia ấy vậy thế rứa ri răng chừ mô nè nha nhé nghe ạ ơi à ừ uh ok oke
  và với hay hoặc nhưng mà thì là của cho để được bị bởi không ko hông hổng khg chưa chẳng đừng khỏi miễn rồi đã đang sẽ vẫn cũng còn nữa
  luôn ngay liền quá lắm rất hơi cứ phải cần muốn hỏi nói nhắn gửi gởi báo gọi xin nhờ giúp giùm hộ biết nghĩ thấy sợ ngại mệt chán bực
  buồn bận đi lại ra vào vô lên xuống về đến từ trước trên dưới trong ngoài bên cạnh gần xa ở tại có làm sửa xử giải quyết trả lời xem đọc
  viết ghi bỏ thôi dừng hủy huỷ khoan chờ đợi hôm tuần tối trưa nãy giờ mới cũ hết xong mấy nhiều ít số tên tuổi họ địa thoại dung phản
  kiến nghị góp khiếu tố cáo hồ sơ giấy tờ thủ tục cầu cống đèn rác chợ trường trạm nhà thôn xóm xã phường huyện ubnd uỷ ủy phòng
  cán bộ lãnh đạo chủ tịch cửa nước dân hàng đúng sai nhầm lộn khác giống vâng dạ máy kín giấu bí mật ẩn danh nó đứa mầy mày chi
  nếu vì tại do theo nên bằng đều cùng mỗi từng những các cái con chiếc thằng việc chuyện vụ chỗ nơi khi lúc hồi bữa lâu nhanh chậm sớm
  muộn tốt xấu hư hỏng tắt cháy ngập hôi thối tự vừa chỉ tất cả hẳn thật luật chính quyền cơ quan khẩn gấp giao lấy đưa đem mang nhận
  đổi thay thêm bớt chọn hiểu quên nhớ chịu tra cứu kiểm bot ad admin shop yes no đm vl`;

const list = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** As they are typed with accents; "chi" is no "chỉ". */
export const NO_NAMES: ReadonlySet<string> = new Set(list(WORDS).filter((word) => word !== "chi"));

/** Without accents these are names as well (Bảo, Minh, Lan, Hồ, Thế, Đèo …). */
const NAMES_TOO = new Set(
  list(`bao minh ai ha han ho la le ly lam mai nam nga nha den toi an ban ba ca cai cao cam co con chi cong cuu dao dat di do dieu doan dong duc dung
  gia giang giao gan ghi hang hau hoa hoi huy hieu hong khac khan kien kieu kin ky lai len lieu lo loi luat luon luc lui ly lanh manh man mau mang
  may moi mung my nghi ngai ngo nho nhan nhu ni noi nuoc on phong phan phat phuong phu quan que quyen quy ra ri sang sao sau so son tai tam tan
  tao tat te than thang thanh thao the theo thi thien thinh thoai thom thong thu thuc thuy thuan tich tien tin tinh to toan ton tra trang tri trong trong
  truong trung tu tuan tung tuong van ve vi vien viet vinh vo vu vui xa xin xinh xuan y yen dem doi cau tram thay chinh dan gan`),
);
export const NO_NAMES_PLAIN: ReadonlySet<string> = new Set([
  ...list(WORDS)
    .map(fold)
    .filter((word) => !NAMES_TOO.has(word)),
  // However few of their readings are words of a sentence: where a name is asked for "dung" is a yes, and who sends these is not named.
  ...list("dung xa noi ghi gan dem lai toi xin ra ve truong cau dan"),
]);
