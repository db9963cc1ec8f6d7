using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Parts;

/// <summary>What happened, in words: the events of a citizen's file.</summary>
public static class Happened
{
    // In English the name of the event says it, but where another word is plainer.
    static readonly Dictionary<string, string> Plainer = new()
    {
        ["application_submitted"] = "Application handed in", ["re_ask_detected"] = "Asked again for what is held", ["acceptance_deemed"] = "Counts as accepted", ["papers_promised"] = "Papers promised",
        ["custody_transferred"] = "Sent on", ["custody_accepted"] = "Taken over", ["custody_returned"] = "Sent back", ["clock_suspended"] = "Time stands still", ["clock_resumed"] = "Time runs again",
        ["application_decided"] = "Decided", ["result_delivered"] = "Result arrived", ["application_deemed_withdrawn"] = "Counts as withdrawn", ["renewal_deemed_granted"] = "Renewal counts as granted",
        ["file_viewed"] = "File looked at", ["deadline_recomputed"] = "Limit reckoned anew"
    };

    static readonly Dictionary<string, string> Chinese = new()
    {
        ["citizen_registered"] = "登记个人信息", ["citizen_imported"] = "导入个人信息", ["identities_merged"] = "合并重复档案", ["identities_merge_reversed"] = "撤销档案合并", ["processing_restricted"] = "限制处理", ["restriction_lifted"] = "解除限制处理", ["legal_hold_placed"] = "设置保全", ["legal_hold_lifted"] = "解除保全",
        ["subject_key_destroyed"] = "销毁密钥", ["payload_erased"] = "删除个人信息", ["rights_request_lodged"] = "提出个人信息权利请求", ["access_granted"] = "同意查阅", ["copy_issued"] = "提供副本",
        ["rectification_verified"] = "核实更正请求", ["fact_rectified"] = "更正信息", ["restriction_granted"] = "同意限制处理", ["deletion_decided"] = "决定删除", ["rights_request_refused"] = "拒绝权利请求",
        ["mandate_granted"] = "授权", ["mandate_accepted"] = "接受授权", ["mandate_declined"] = "拒绝授权", ["mandate_narrowed"] = "缩小授权", ["mandate_revoked"] = "撤销授权", ["mandate_expired"] = "授权到期",
        ["application_drafted"] = "保存草稿", ["draft_discarded"] = "放弃草稿", ["application_submitted"] = "提交申请", ["materials_received"] = "收到材料", ["visit_recorded"] = "登记到场", ["on_spot_error_corrected"] = "当场更正",
        ["not_required_notified"] = "告知无需许可", ["out_of_remit_refused"] = "不属于本部门职权", ["correction_requested"] = "一次性告知补正", ["correction_list_amended"] = "再次告知补正", ["correction_submitted"] = "补正完成",
        ["correction_partly_submitted"] = "部分补正", ["re_ask_detected"] = "重复索要已有材料", ["application_accepted"] = "受理", ["acceptance_deemed"] = "视为受理", ["acceptance_date_corrected"] = "更正受理日期",
        ["application_provisionally_accepted"] = "容缺受理", ["provisional_acceptance_completed"] = "容缺材料补齐", ["acceptance_refused"] = "不予受理", ["acceptance_revoked"] = "撤销受理", ["application_withdrawn"] = "撤回申请",
        ["application_deemed_withdrawn"] = "视为撤回", ["papers_promised"] = "告知承诺", ["custody_transferred"] = "移交", ["custody_accepted"] = "接收移交", ["custody_returned"] = "退回移交", ["conflict_declared"] = "申报利害关系",
        ["officer_recused"] = "工作人员回避", ["step_started"] = "环节开始", ["step_completed"] = "环节完成", ["joint_opinion_requested"] = "征求协同意见", ["joint_opinion_given"] = "出具协同意见", ["first_review_forwarded"] = "初审后报送上级",
        ["substantive_check_recorded"] = "实质核查", ["third_party_notified"] = "告知利害关系人", ["third_party_statement_received"] = "收到利害关系人陈述", ["hearing_right_notified"] = "告知听证权利", ["hearing_requested"] = "申请听证",
        ["hearing_waived"] = "未在期限内申请听证", ["hearing_scheduled"] = "确定听证", ["hearing_held"] = "举行听证", ["hearing_record_confirmed"] = "确认听证笔录", ["clock_suspended"] = "中止计时", ["clock_resumed"] = "恢复计时",
        ["deadline_extended"] = "延长期限", ["deadline_missed"] = "逾期", ["deadline_recomputed"] = "重新计算期限", ["draft_decision_proposed"] = "拟办意见", ["returned_for_rework"] = "退回重办", ["application_decided"] = "作出决定",
        ["result_delivered"] = "结果送达", ["application_linked"] = "关联办件", ["application_split"] = "拆分办件", ["application_merged"] = "合并办件", ["application_reopened"] = "重新办理", ["application_closed"] = "办结归档",
        ["commitment_declared"] = "作出承诺", ["commitment_checked"] = "核查承诺", ["commitment_fix_ordered"] = "责令整改", ["commitment_broken"] = "违反承诺", ["commitment_repaired"] = "信用修复",
        ["commitment_deadline_missed"] = "承诺核查逾期", ["commitment_deadline_recomputed"] = "重新计算承诺期限", ["data_request_drafted"] = "拟定数据共享申请", ["data_requested"] = "提出数据共享申请", ["data_request_cancelled"] = "取消数据共享申请",
        ["request_completeness_checked"] = "核对申请是否完整", ["more_info_asked"] = "要求补充说明", ["more_info_given"] = "补充说明", ["data_request_approved"] = "同意共享", ["data_request_refused"] = "拒绝共享", ["dispute_raised"] = "提出共享争议",
        ["dispute_mediated"] = "调解争议", ["dispute_decided"] = "裁决争议", ["data_provided"] = "提供数据", ["data_partly_provided"] = "部分提供数据", ["data_not_found"] = "未查到数据", ["fulfilment_failed"] = "提供失败",
        ["evidence_preview_offered"] = "请本人核对数据", ["evidence_confirmed_by_subject"] = "本人确认数据", ["evidence_contested_by_subject"] = "本人对数据有异议", ["data_used_in_decision"] = "数据用于决定", ["use_outside_scope_detected"] = "发现超范围使用",
        ["data_request_deadline_missed"] = "数据共享逾期", ["data_request_deadline_recomputed"] = "重新计算数据共享期限", ["data_request_expired"] = "数据使用许可到期", ["data_returned_or_deleted"] = "数据退回或删除",
        ["data_corrected_at_source"] = "源头更正数据", ["correction_propagated"] = "更正已通知", ["correction_acknowledged"] = "确认更正影响", ["evidence_received"] = "存入材料", ["evidence_verified"] = "核验原件", ["evidence_reuse_set"] = "设定复用范围",
        ["evidence_superseded"] = "材料已更新", ["evidence_invalidated"] = "材料作废", ["decision_made"] = "作出决定", ["decision_delivered"] = "决定送达", ["decision_signed"] = "签署盖章", ["certificate_issued"] = "核发证照", ["decision_dispatched"] = "发出决定",
        ["delivery_failed"] = "送达未成", ["decision_published"] = "公开决定", ["decision_redacted"] = "遮蔽公开内容", ["clerical_error_corrected"] = "更正笔误", ["decision_varied"] = "变更决定", ["renewal_requested"] = "申请延续",
        ["renewal_granted"] = "准予延续", ["renewal_deemed_granted"] = "视为准予延续", ["renewal_refused"] = "不予延续", ["decision_deadline_missed"] = "送达逾期", ["decision_deadline_recomputed"] = "重新计算决定期限",
        ["decision_withdrawn_for_public_interest"] = "为公共利益撤回", ["decision_revoked"] = "撤销决定", ["decision_cancelled"] = "注销", ["relied_fact_corrected"] = "所依据事实已更正", ["decision_reaffirmed"] = "维持决定",
        ["explanation_requested"] = "要求说明", ["explanation_given"] = "作出说明", ["human_review_demanded"] = "要求人工复核", ["human_review_done"] = "人工复核", ["application_challenged"] = "提出复议", ["application_challenge_settled"] = "复议终结",
        ["decision_challenged"] = "决定被复议或起诉", ["challenge_settled"] = "救济终结", ["decision_annulled"] = "决定被撤销", ["decision_confirmed_illegal"] = "确认违法", ["decision_declared_void"] = "确认无效", ["execution_stayed"] = "停止执行",
        ["execution_resumed"] = "恢复执行", ["review_lodged"] = "申请行政复议", ["review_correction_asked"] = "复议补正通知", ["review_correction_supplied"] = "复议补正", ["review_accepted"] = "复议受理", ["review_acceptance_deemed"] = "复议视为受理",
        ["review_not_accepted"] = "复议不予受理", ["review_transferred"] = "复议移送", ["procedure_chosen"] = "确定复议程序", ["procedure_converted"] = "转换复议程序", ["copy_sent_to_respondent"] = "发送申请书副本", ["response_filed"] = "被申请人答复",
        ["review_deadline_missed"] = "复议逾期", ["response_not_filed"] = "被申请人未答复", ["opinions_heard"] = "听取意见", ["review_hearing_held"] = "复议听证", ["mediation_agreed"] = "达成调解", ["review_suspended"] = "复议中止", ["review_resumed"] = "复议恢复",
        ["review_terminated"] = "复议终止", ["execution_stay_ordered"] = "决定停止执行", ["execution_stay_lifted"] = "解除停止执行", ["review_extended"] = "复议延期", ["review_decided"] = "复议决定", ["review_delivered"] = "复议决定送达", ["review_complied"] = "履行复议决定",
        ["review_not_complied"] = "未履行复议决定", ["review_opinion_issued"] = "复议意见书", ["review_opinion_answered"] = "答复复议意见书", ["lawsuit_filed"] = "提起诉讼", ["judgment_recorded"] = "判决"
    };

    /// <summary>In the language of the page; of what stands in no file, the name under which it is stored.</summary>
    public static string InWords(string type) =>
        Problems.InChinese ? Chinese.GetValueOrDefault(type, type)
        : Plainer.TryGetValue(type, out var plain) ? plain : string.Concat(type[..1].ToUpperInvariant(), type[1..].Replace('_', ' '));
}
