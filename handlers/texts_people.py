"""The words about coming in, about the group and about what is kept."""

from __future__ import annotations

PEOPLE: dict[str, str] = {
    # coming in
    "checkin_how": "请回 报到 加上您的报到码, 例如: 报到 ABCD-2345。码可以问楼长或社区要。",
    "checkin_in_group": "报到码请私下发给我。发在群里的码不能用了, 请再要一个。",
    "checkin_wrong": "这个码不对, 或者用过了、过期了, 请问楼长或社区再要一个。",
    "checkin_too_often": "试得太多了, 请过15分钟再试。",
    "checkin_taken": "这个码的主人已经报到过了。换了号请社区重新发码。",
    "checkin_done": "{name}, 您已经报到过了。",
    "checkin_other": "这个号已经是{name}的了, 不用再报到。",
    "checkin_welcome": "{name}, 您好! 报到好了, 有事直接跟我说就行。",
    "checkin_welcome_post": "{name}, 您好! 报到好了, 有事我私下告诉您。想看怎么用, 回 帮助。",
    "same_person": "换号以后, 群里叫“{alias}”的还是{name}吗? 回 是 / 不是",
    "same_person_yes": "好的, 还是{name}。",
    "same_person_no": "好的, 不是{name}, 请本人再报到一次。",
    # groups
    "introduction": (
        "大家好, 我是{bot}, {who}请来帮大家记事、催事的。有事直接说。只留跟事情有关的话, "
        "办完{days}天删掉, 闲聊不留。想删自己的, 私下跟我说 删除我的信息。"
    ),
    "bound": "好的, “{room}”以后就是{unit}的群了。",
    "bind_which_unit": "没有找到“{words}”, 请写名册里的名字, 例如: 绑定 3栋。",
    "bind_several": "“{words}”有好几个, 请连社区一起写, 例如: 绑定 {example}。",
    "bind_no_room": "没有找到等着绑定的群。请把我拉进群, 再在那个群里说 绑定 {words}。",
    "bind_gone": "这个群已经不在等绑定了, 请刷新页面看看。",
    "bind_several_rooms": "叫“{room}”的群有好几个, 请在那个群里说 绑定 {words}。",
    # what is kept
    "erase_ask": "会删掉您的名字、门牌、技能和说过的话, 删了找不回来; 没办完的事接着办。确定要删就回 是, 不删回 不是。",
    "erase_no": "好的, 不删。",
    "erased": "好的, 都删了。以后有事还可以再来找我。",
    "erase_in_group": "请私下跟我说 删除我的信息。",
    "erase_post": "您还有职务在身, 请先请社区把职务交给别人, 再来删。",
    "nobody_named": "邻居",
}
